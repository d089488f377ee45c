/** Preloaded into a process: writes down every address that it wants to reach, by whatever API, before it is reached. */
import dgram from 'node:dgram'
import dns from 'node:dns'
import { appendFileSync } from 'node:fs'
import net from 'node:net'

const file = process.env.CONNECTIONS_FILE
/** @param {string} what */
const record = (what) => {
  if (file) appendFileSync(file, `${what}\n`)
}

const { connect } = net.Socket.prototype
/** @param {...any} args */
net.Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0]
  const { host = 'localhost', port, path } = typeof options === 'object' ? options : { host: args[1], port: options }
  record(path ? `pipe ${path}` : `tcp ${host}:${port}`)
  return connect.apply(this, /** @type {any} */ (args))
}
const { lookup } = dns
/** @param {...any} args */
dns.lookup = /** @type {any} */ (
  (/** @type {any[]} */ ...args) => {
    // An address needs no looking up.
    if (net.isIP(args[0]) === 0) record(`dns ${args[0]}`)
    return lookup.apply(dns, /** @type {any} */ (args))
  }
)
const { send } = dgram.Socket.prototype
/** @param {...any} args */
dgram.Socket.prototype.send = function (...args) {
  record('udp')
  return send.apply(this, /** @type {any} */ (args))
}
