// A request that methods put together, and that is sent when somebody waits for it.
import superagent from 'superagent';
const { TOKEN, AUTH_TOKEN, QUERY_TOKEN, SECRET, PEM } = process.env;

await superagent.get('https://a.example.com/1').set('Authorization', `Bearer ${TOKEN}`);
await superagent.post('https://a.example.com/2').set({ Authorization: `Bearer ${TOKEN}` }).send({ client_secret: SECRET });
superagent.put('https://a.example.com/3').auth(AUTH_TOKEN, { type: 'bearer' }).query({ access_token: QUERY_TOKEN }).then((res) => fetch(res.body.next));
superagent.patch('https://a.example.com/4').timeout(1000).redirects(0).ca(PEM).end((error, res) => fetch('https://b.example.com/'));
await superagent.head('https://a.example.com/5');
await superagent.delete('https://a.example.com/6');
await superagent.del('https://a.example.com/7');
superagent.get('https://a.example.com/never');
