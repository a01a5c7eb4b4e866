// A module with a demonstration of itself.
const axios = require("axios");

function issues(host, token) {
  return axios.get(`https://${host}/issues`, { headers: { Authorization: `Bearer ${token}` }, timeout: 3000 });
}

if (require.main === module) {
  issues("demo.example.com", process.env.DEMO_TOKEN);
}

module.exports = { issues };
