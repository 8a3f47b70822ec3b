/** The HTTP side: your own routes first, then everything of sync (webhooks, health, pages) by one handler. */
import { toRequestListener } from '@clarus-klaviyo/sync/node';
import express, { type ErrorRequestHandler, type Express } from 'express';
import { log, reasonOf } from './log.js';

type Handler = (request: Request) => Promise<Response>;

/** A route of yours that throws is answered without a word of why; the log has the reason. */
const onError: ErrorRequestHandler = (error, _request, response, next) => {
  log('error', 'A route failed.', { reason: reasonOf(error) });
  if (response.headersSent) next(error);
  else response.sendStatus(500);
};

export function createApp(handler: Handler): Express {
  const app = express();
  app.disable('x-powered-by');

  // Your own routes go here. Put `express.json()` on those that want it and not on the whole app: sync reads a
  // webhook's body itself, with a limit, and stores it as it came.
  app.get('/about', (_request, response) => {
    response.type('text').send('Warehouse news for our customers. See / for how it is.\n');
  });

  const sync = toRequestListener(handler, (error) => log('error', 'A request failed.', { reason: reasonOf(error) }));
  app.use((request, response) => sync(request, response));
  app.use(onError);
  return app;
}
