/**
 * Fairlead, a load balancer for TLS passthrough. This is the map.
 *
 * <h2>One connection's way</h2>
 *
 * <p>A {@code proxy.Listener} accepts it and the {@code proxy.Engine} gives it the {@code proxy.Snapshot} entry of its port
 * and a virtual thread. From there {@code proxy.Connection} tells the story, top to bottom: admit ({@code Admission}), PROXY
 * header in and ClientHello ({@code Preface}, which asks the pure parsers of {@code proxyprotocol} and {@code tls}), choose
 * the load balancer ({@code routing}), choose a backend and connect to it ({@code Failover}, which asks {@code pool} whom to
 * try, waits where all are full, and gets an {@code Upstream}), PROXY header out and hello, copy both ways ({@code Relay}, two {@code Direction}s), close, record ({@code stats}). A step that cannot go on
 * throws {@code Refused}, which names the {@code stats.Outcome} and what the client gets to read.
 *
 * <h2>One request's way</h2>
 *
 * <p>On an http port the connection hands over to a {@code proxy.HttpSession}, which tells the story of its requests: head
 * ({@code http.RequestParser}), load balancer ({@code routing}), and then a redirect ({@code http.Redirect}), or the answer to a
 * challenge, or on to a backend ({@code HttpForwarder}). One request and its response are an {@code Exchange}: both heads are
 * written anew ({@code http.Forwarding}), bodies copied by their framing ({@code BodyCopy}), in a thread of its own
 * ({@code RequestBody}) when a request's is not there yet. Another protocol from there on is a {@code Relay}, as above.
 *
 * <h2>One backend's way</h2>
 *
 * <p>The config names it; {@code health.dns.Names} finds the addresses when that is a host name; {@code pool.Pool} holds it as a
 * {@code pool.Backend}, the same object for as long as its name and address stay. {@code health.BackendCheck} makes a
 * {@code health.probe.Check} again and again and hands what comes of it to its {@code pool.HealthState}, which also hears from
 * {@code proxy.Failover} how clients' connections fare. {@code pool.Candidates} asks the state, and a change of it becomes a
 * {@code stats.Event}. What certificate it serves, {@code health.certificate.CertificateWatch} looks at; what is wrong with that becomes
 * a {@code health.finding.Finding}.
 *
 * <h2>One change's way</h2>
 *
 * <p>It arrives at the {@code admin.AdminServer} as a form ({@code admin.page}) or as JSON ({@code admin.api}), passes the guard
 * ({@code admin.access}), and becomes an edit of the config's tree for {@code admin.store.ConfigStore}. The store makes a text
 * of it, {@code config.ConfigFile} a config or its problems, and {@code proxy.Engine} binds what is new; then
 * {@code ReplacedFile} makes the text durable, and only then the engine swaps its snapshot. What changed, a {@code Diff},
 * goes into a {@code Revision} and an event, and the answer is sent last. A file that is not what was last loaded or written
 * belongs to whoever edited it, and is left alone until it is reloaded.
 *
 * <h2>Packages</h2>
 *
 * <ul>
 *   <li>{@code boot}: the launcher, Java-8 bytecode, says which Java is needed.
 *   <li>{@code cli}: serve, check, token, demo; the only place that wires things together.
 *   <li>{@code config}: immutable records, and {@code ConfigFile}, which gives a {@code Config} or all its problems.
 *   <li>{@code tls}, {@code proxyprotocol}, {@code http}: pure parsers and encoders; bytes in, values out.
 *   <li>{@code routing}, {@code pool}: pure; which load balancer, which backend.
 *   <li>{@code health}: watches the backends; connects to them, and never on a client's behalf. Its parts: {@code probe},
 *       one look at a backend; {@code certificate}, what is served and what is wrong with it; {@code dns}, where names
 *       point; {@code finding}, what is wrong and since when.
 *   <li>{@code proxy}: the data path; JDK only.
 *   <li>{@code stats}: outcomes, counters, access log, events, the webhook.
 *   <li>{@code admin}: the dashboard and the API; knows the engine, which does not know it. Its parts: {@code access}, who may
 *       do what; {@code store}, the config file and its revisions; {@code api}, JSON; {@code page}, HTML, from the templates
 *       in {@code web/templates}; {@code history}, what the graphs show; {@code metrics}, what Prometheus asks for;
 *       {@code settings}, the sections of a load balancer's settings as data; {@code checklist}, what a load balancer counts on.
 * </ul>
 *
 * <p>{@code ArchitectureTest} holds who may import whom.
 *
 * <h2>Threads</h2>
 *
 * <ul>
 *   <li>{@code listener :443}: one virtual thread a listener, accepts, never touches a client.
 *   <li>{@code :443 203.0.113.9:51234}: one virtual thread a connection, and a second one ({@code ... request}) while it
 *       is relayed, one for each direction, or while the body of a request is sent. Only these read and write the two
 *       sockets.
 *   <li>{@code sweeper}: looks at every open connection once a second or more often, and closes what is late.
 *   <li>{@code turns}: notices when new connections do not get their turn, and makes the busy ones stand aside.
 *   <li>{@code access log}: writes its file.
 *   <li>{@code health timer}: starts checks when they are due; {@code health shop/web-1}: a platform thread for each that is
 *       under way.
 *   <li>{@code certificates shop/web-1}: one virtual thread a backend, shakes hands for each host in turn.
 *   <li>{@code resolve web.internal}: one platform thread a host name that is a backend's address.
 *   <li>{@code preflight}: looks up whether hosts point to this machine. {@code events}, {@code webhook}: tell of changes.
 *   <li>{@code admin}: a dozen platform threads that answer the dashboard and the API. {@code admin timer}: looks whether the
 *       certificate of the dashboard was renewed, and writes when tokens were used. {@code history}: samples for the graphs.
 *   <li>{@code main} waits for a signal; the JVM's signal threads reload.
 * </ul>
 *
 * <h2>Locks</h2>
 *
 * <ul>
 *   <li>{@code ConfigStore.changing}: one change of the config file at a time, held while it is written; inside it
 *       {@code Engine.applying}: one config change at a time. No connection ever waits for them.
 *   <li>{@code RoundRobin.lock}, {@code HealthState.lock}, {@code Seats.lock}, {@code EventLog.lock}: a few assignments long,
 *       never around I/O, and no other lock is asked for inside.
 *   <li>{@code BackendCheck.lock}: never while a check is made.
 *   <li>{@code Tokens.reading}, {@code TokenFile.updating}: held while the file of tokens is read or written.
 *       {@code Sessions.lock}, {@code LoginThrottle.lock}, {@code ConnectionLimit.lock}, {@code History.lock}: for arithmetic alone.
 *   <li>Everything else is a frozen value, an atomic, or owned by one thread. A connection and the sweeper agree by one
 *       compare-and-set ({@code Deadline}), the two directions of a relay by another ({@code Relay.verdict}).
 * </ul>
 *
 * <h2>Decisions</h2>
 *
 * <p>Decision: two virtual threads a connection and blocking copies.<br>
 * Because: the story reads as it happens, and a stuck peer holds nothing but itself.<br>
 * Instead of: an event loop with a state machine, which saves some system calls on small messages.
 *
 * <p>Decision: wait with 512 bytes on the heap for requests and 2 KiB for replies, move bursts through a pooled 128 KiB direct
 * buffer, and ask with {@code available()} whether there is a burst.<br>
 * Because: an idle connection then holds little, most messages take one read, and the question takes no lock.<br>
 * Instead of: switching the channel to non-blocking reads, which waits for a writer of the other direction and can stop
 * both for good.
 *
 * <p>Decision: one sweeper that compares byte counts.<br>
 * Because: the copies read no clock and set no timers, however many time limits there are.<br>
 * Instead of: a timer a read, which costs more than the read. The price: a limit may be exceeded by a quarter of the
 * shortest one configured, at most a second.
 *
 * <p>Decision: a virtual thread accepts.<br>
 * Because: it hands connections over without waking another thread for each.<br>
 * Instead of: a platform thread, which cost a sixth more CPU time a connection.
 *
 * <p>Decision: busy threads stand aside when a probe shows that new virtual threads do not get their turn ({@code Turns}).<br>
 * Because: a carrier serves its own queue first, and copies that always find data keep it full for good.<br>
 * Instead of: counting on {@code Thread.yield()}, which stays in that queue.
 *
 * <p>Decision: the parser is called again on all bytes, and says how many it needs to see before it can say more.<br>
 * Because: it keeps no state to get wrong, and a client that dribbles costs little more than one that does not.<br>
 * Instead of: an incremental parser.
 *
 * <p>Decision: a fatal alert, then FIN, then a short reading on, then close.<br>
 * Because: closing with unread input resets the connection and destroys the alert on its way.<br>
 * Instead of: a plain close, after which the user sees "connection reset" and not "unrecognized name".
 *
 * <p>Decision: one snapshot, swapped as a whole; a connection keeps the entry it was accepted under.<br>
 * Because: nobody ever routes by half a config, and a change touches no open connection.<br>
 * Instead of: updating tables in place under locks.
 *
 * <p>Decision: a connect attempt may take half of the time that is left, the last candidate all of it.<br>
 * Because: one silent backend must not use up the time in which another could have answered.<br>
 * Instead of: a time limit for every attempt, whose sum nobody has in mind.
 *
 * <p>Decision: connections that fail in a row take a backend out, and only checks bring it back; without checks it is tried
 * again after ten seconds.<br>
 * Because: each failure costs a client time, and checks come seldom; but one success among many clients proves little.<br>
 * Instead of: waiting for the next check, or letting the next client find out.
 *
 * <p>Decision: when connections are reset before the backend's first byte, a check that speaks TLS or HTTP has the last word,
 * at once.<br>
 * Because: a client can make a backend reset it, and must not be able to take backends away from everybody.<br>
 * Instead of: counting resets like failed connects.
 *
 * <p>Decision: checks run on platform threads.<br>
 * Because: the arithmetic of a handshake would hold up the connections on its carrier, and a busy data path would make checks
 * late, which look like failures then.<br>
 * Instead of: virtual threads, like everything else that waits.
 *
 * <p>Decision: health is not kept across restarts; only since when findings stand is.<br>
 * Because: the first check decides within milliseconds, and what was true before a restart may have been its reason.<br>
 * Instead of: a state file that brings back backends as down which are not, or the reverse.
 *
 * <p>Decision: a full backend is passed over while another has room, but clients that stick to it wait for it.<br>
 * Because: a session elsewhere may be worth nothing, and a wait is worth avoiding for all others.<br>
 * Instead of: always waiting, or never.
 *
 * <p>Decision: source-IP affinity by weighted rendezvous hashing.<br>
 * Because: it needs no state, is exact about moving only the clients of a backend that leaves, and its order of scores is
 * the failover order.<br>
 * Instead of: a hash ring, which is only nearly even.
 *
 * <p>Decision: heads and chunks of HTTP are read strictly, taken apart, and written anew.<br>
 * Because: what two programs read in two ways hides a request within another, and ours is the reading that counts.<br>
 * Instead of: passing on what came with a few fields changed.
 *
 * <p>Decision: an HTTP request goes by the config of its own moment.<br>
 * Because: clients keep connections for as long as they like, and "redirect" ticked now means the next request.<br>
 * Instead of: the snapshot of the connection, as for what cannot be divided into requests.
 *
 * <p>Decision: each client connection has its own upstream, and nobody else's requests go over it.<br>
 * Because: no backend can then mix up two clients, and PROXY protocol and stickiness stay true.<br>
 * Instead of: a pool of upstreams shared by all, which saves connections to backends that are near anyway.
 *
 * <p>Decision: what happens to HTTP requests does not take a backend out, connects that fail apart.<br>
 * Because: strangers choose the requests, and one that crashes a worker or is closed on purpose would take backends away.<br>
 * Instead of: counting early closes, as for TLS, where the check then has the last word.
 *
 * <p>Decision: a challenge of ACME is tried on every backend until one knows it.<br>
 * Because: only the one that asked for the certificate has the token, and nobody can tell which that is.<br>
 * Instead of: a place for tokens on Fairlead, which every client of ACME would have to be told of.
 *
 * <p>Decision: a cookie names its backend by a keyed hash, signed with the time.<br>
 * Because: a client can then neither choose a backend nor learn what they are called.<br>
 * Instead of: a table of sessions, which would be lost or shared.
 *
 * <p>Decision: the PROXY v2 ALPN field carries the protocol the client wants most.<br>
 * Because: what the backend picks is encrypted or not yet decided.<br>
 * Instead of: leaving it out, or the whole list, which no receiver expects in that field.
 *
 * <p>Decision: the dashboard runs on platform threads of its own.<br>
 * Because: it must answer while the data path is saturated, and a flood of its requests must not reach the data path.<br>
 * Instead of: virtual threads, whose carriers the data path keeps busy.
 *
 * <p>Decision: every change is made to the JSON tree of the file, and read back like a file.<br>
 * Because: the file, the API and the dashboard then have one set of rules and one set of sentences, and nothing the user
 * wrote is lost on the way through our records.<br>
 * Instead of: writing the records out again, with all the defaults in them.
 *
 * <p>Decision: pages are rendered here and refreshed by asking again, 204 when nothing changed.<br>
 * Because: they work without JavaScript, there is no second model of the state in the browser, and stopping needs to wait
 * for nobody.<br>
 * Instead of: a client-side application, or a stream of events.
 *
 * <p>Decision: the config file is replaced by a rename, between the binding of ports and the swap of the snapshot.<br>
 * Because: what is answered as done is durable, and a crash at any time leaves a file that is whole.<br>
 * Instead of: writing afterwards, which forgets what was live, or before, which remembers what cannot be.
 *
 * <p>Decision: the log and the counters are written when a connection ends, or a request is answered.<br>
 * Because: one line then tells all of it, at no cost while bytes flow.<br>
 * Instead of: a line at accept and one at the end.
 */
@NullMarked
package fairlead;

import org.jspecify.annotations.NullMarked;
