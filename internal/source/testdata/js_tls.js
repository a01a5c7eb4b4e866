// Checks of the certificate, and what turns them off.
import https from 'https';
import { Agent, fetch as undiciFetch } from 'undici';
import axios from 'axios';
const headers = { Authorization: `Bearer ${process.env.TOKEN}` };
const to = 'https://tls.example.com/x';

axios.get(to, { headers, httpsAgent: new https.Agent() });
axios.get(to, { headers, httpsAgent: new https.Agent({ ca: process.env.CA }) });
axios.get(to, { headers, httpsAgent: new https.Agent({ checkServerIdentity: () => undefined }) });
axios.get(to, { headers, httpsAgent: new https.Agent({ checkServerIdentity() { return null; } }) });
axios.get(to, { headers, httpsAgent: new https.Agent({ checkServerIdentity: (host, cert) => compare(host, cert) }) });
axios.get(to, { headers, httpsAgent: new https.Agent({ rejectUnauthorized: process.env.NODE_ENV === 'production' }) });
axios.get(to, { headers, httpsAgent: insecure ? new https.Agent({ rejectUnauthorized: false }) : undefined });
undiciFetch(to, { headers, dispatcher: new Agent({ connect: { rejectUnauthorized: false } }) });
undiciFetch(to, { headers, dispatcher: new Agent({ connect: { ca: process.env.CA } }) });
undiciFetch(to, { headers, dispatcher: new Agent({ connect: { checkServerIdentity: () => {} } }) });
undiciFetch(to, { headers, dispatcher: new Agent({ connections: 2 }) });
undiciFetch(to, { headers, redirect: 'error' });
undiciFetch(to, { headers, redirect: 'follow' });
process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';
process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = 0;
https.globalAgent.options.rejectUnauthorized = false;
