const customerEmail = 'ada@mail.shoppers.co.uk';

// #region readme
import { createKlaviyo, KlaviyoError } from '@clarus-klaviyo/klaviyo';

const klaviyo = createKlaviyo({ apiKey: process.env.KLAVIYO_API_KEY ?? '' });

try {
  await klaviyo.events.create({
    data: {
      type: 'event',
      attributes: {
        unique_id: 'mybrand:ShipmentDispatched:1001:1', // makes a repeat harmless
        time: '2026-07-20T10:00:00+01:00',
        properties: { OrderId: '1001', TrackingNumber: 'JD0002' },
        metric: { data: { type: 'metric', attributes: { name: 'Shipment Dispatched' } } },
        profile: { data: { type: 'profile', attributes: { email: customerEmail } } },
      },
    },
  });
} catch (error) {
  if (KlaviyoError.is(error)) console.error(JSON.stringify(error)); // safe to log
  else throw error;
}
// #endregion readme
