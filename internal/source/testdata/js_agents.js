// Agents that hold for more than one call, and hosts that a callback is handed.
import https from 'https';
import dns from 'dns';
import { Agent, fetch as undiciFetch, setGlobalDispatcher } from 'undici';
import axios from 'axios';

const headers = { Authorization: `Bearer ${process.env.TOKEN}` };

class Client {
  agent = new https.Agent({ rejectUnauthorized: false });
  get(path) {
    return axios.get(`https://agents.example.com${path}`, { headers, httpsAgent: this.agent, timeout: 1000 });
  }
}
new Client().get('/kept');
axios.get('https://agents.example.com/named', { headers, httpsAgent: new https.Agent({ servername: 'other.example.com' }), timeout: 1000 });
undiciFetch('https://agents.example.com/named', { headers, dispatcher: new Agent({ connect: { servername: 'other.example.com' } }) });
setGlobalDispatcher(new Agent({ connect: { rejectUnauthorized: false } }));
setGlobalDispatcher(new Agent({ connections: 2 }));
https.globalAgent = new https.Agent({ rejectUnauthorized: false });
https.globalAgent = new https.Agent({ keepAlive: true });

const send = (host) => fetch(`https://${host}/x`, { headers });
dns.resolveSrv('_one._tcp.example.com', (err, records) => send(records[0].name));
dns.resolveTxt('two.example.com', (err, records) => send(records[0][0]));
dns.resolve('_three._tcp.example.com', 'SRV', (err, records) => send(records[0].name));
dns.resolve('four.example.com', 'TXT', (err, records) => send(records[0][0]));
dns.resolve('five.example.com', 'A', (err, records) => send(records[0]));
send((await dns.promises.resolve('_api._tcp.example.com', 'SRV'))[0].name);
send((await dns.promises.resolve('_api._tcp.example.com', 'TXT'))[0][0]);
send((await dns.promises.resolveTxt('api.example.com'))[0][0]);
send((await dns.promises.resolve('six.example.com', 'A'))[0]);
