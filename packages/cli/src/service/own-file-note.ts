/** Said after something was queued in a file that no service works on at the moment. */
export const WAITS_FOR_SERVICE = 'It waits in the database file and goes out when the service runs.';
