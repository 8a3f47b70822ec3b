// #region readme
import { createRemoteOperations } from '@clarus-klaviyo/sync/remote';

const sync = createRemoteOperations({ url: 'http://127.0.0.1:3000', token: '…' });
const { orders } = await sync.explain({ reference: 'SO-1001' });
// #endregion readme

void orders;
