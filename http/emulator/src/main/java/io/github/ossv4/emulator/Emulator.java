// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.sign.Credentials;
import io.github.ossv4.sign.ResourceNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * An OSS on loopback. It takes PutObject, PostObject, CopyObject, AppendObject, GetObject, HeadObject, GetObjectMeta and
 * DeleteObject, and uploads in parts: InitiateMultipartUpload, UploadPart, UploadPartCopy, CompleteMultipartUpload,
 * AbortMultipartUpload, ListParts and ListMultipartUploads. It checks V4 signatures in headers, URLs or forms, answers as
 * OSS does down to error codes and checksums, performs upload callbacks, and tells browsers which web pages may use it.
 * Thread-safe; any number of them can run in one JVM.
 *
 * <pre>{@code
 * try (Emulator emulator = Emulator.start()) {
 *     Signer signer = Signer.of(emulator.credentials(), emulator.region());
 *     URI object = URI.create(emulator.endpoint() + "/" + emulator.bucket() + "/hello.txt");
 *     // PUT, GET, HEAD, DELETE …
 * }
 * }</pre>
 *
 * <p>Objects are addressed as {@code /bucket/key}, or as {@code /key} where {@code Host} begins with the bucket's name or
 * is a {@linkplain Builder#domain(String, String) domain} that is bound to it. Bodies go to disk and come from there, at most 5 GB each,
 * and objects made of parts have no limit but the disk, which must hold them and their parts at once; an emulator itself
 * gets by in a heap of 64 MB. What OSS can do and the emulator cannot is answered with 501 and says
 * what it was: any other call, query parameter, {@code x-oss-} header or {@code x-oss-} field of a form, and URLs and
 * forms with V1 signatures.
 *
 * <p>It refuses what OSS allows, because any web page that the developer opens can reach an emulator on the same
 * machine:
 *
 * <ul>
 *   <li>Requests to a {@code Host} other than an IP address, {@code localhost} and names below it, names below
 *       {@code aliyuncs.com}, and the emulator's own {@linkplain Builder#domain(String) domains}. A page whose name
 *       resolves to 127.0.0.1 (DNS rebinding) would otherwise share the emulator's origin and read what it stores.
 *   <li>Requests whose {@code Origin} no {@linkplain Builder#cors(String...) CORS rule} allows, {@code null} included,
 *       unless it is the emulator's own. OSS performs such requests and leaves it to the browser to hide the response.
 *   <li>Callbacks to this machine and to private networks, except to the {@linkplain Builder#callbackTarget(int) targets}
 *       that were allowed. The body and headers of a callback are the uploader's, and services on loopback often trust
 *       whoever can reach them.
 * </ul>
 *
 * <p>It differs from OSS where that helps a test:
 *
 * <ul>
 *   <li>Callbacks may go to loopback and private addresses, which OSS refuses, once they are
 *       {@linkplain Builder#callbackTarget(int) allowed}. With https the server's name is always sent (SNI), whatever
 *       {@code callbackSNI} says, and its certificate must be one that this JVM trusts.
 *   <li>Callbacks are signed with a key of its own, which {@link #publicKeyUrl} serves: an application server under test
 *       must trust that URL instead of OSS's.
 *   <li>An object of class Archive, ColdArchive or DeepColdArchive can be read without being restored.
 * </ul>
 *
 * <p>And where OSS does more, or is not known well enough:
 *
 * <ul>
 *   <li>Whoever has an AccessKey may do everything. Without one an object can be read whose ACL is
 *       {@code public-read} or {@code public-read-write}, and nothing can be written.
 *   <li>Nothing is encrypted, slowed down to {@code x-oss-traffic-limit} or charged to anybody; such headers are checked,
 *       and those about encryption come back. Tags are checked and counted.
 *   <li>Lists of ETags, weak ones and {@code *} in conditions mean what they mean in HTTP. OSS documents single ETags.
 *       Where there are several conditions each must hold; HTTP would let an ETag overrule a time.
 *   <li>Of several byte ranges in one GetObject none is served; the whole object comes instead, as HTTP allows. Nothing
 *       is compressed on the fly.
 *   <li>No object beyond 1 GB can be copied but in parts. OSS copies larger ones where neither storage class nor
 *       encryption changes.
 *   <li>A copy of an object onto itself without versioning takes its metadata from the request whatever
 *       {@code x-oss-metadata-directive} says, as OSS documents it. Other copies of appendable objects are not emulated.
 *   <li>{@linkplain Builder#versioning Versioning} is enabled for all buckets or for none, never suspended. Appendable
 *       objects have the version id {@code null} even so. To delete a version that does not exist succeeds.
 *   <li>Parts are refused as OSS refuses them, in the order: document, numbers, ETags, sizes. While an object is being made
 *       of its parts the upload still takes others, and of several who complete it the first to be done succeeds.
 *   <li>The parts of an upload may be listed while it lasts, with {@code HashCrc64ecma}, which OSS sends and does not
 *       document. The range of an UploadPartCopy is read like that of a GetObject: one that reaches beyond the source
 *       stands for all of it. {@code x-oss-object-acl} is taken by CompleteMultipartUpload alone.
 *   <li>A copy of an object made of parts keeps its ETag and is said to be made of parts.
 *   <li>The policy of a form must pin what belongs to the signature with {@code eq}. A condition on {@code content-type}
 *       is about the type that the object will have: {@code x-oss-content-type}, or else that of the file, or else the
 *       field {@code Content-Type}; other fields that the policy does not mention are taken as they are. It must be valid
 *       where the file begins and where the form ends.
 *   <li>A path before the file's name is taken off for <code>${filename}</code>, as an older page of OSS's documentation
 *       says. Custom variables are found in any case, like other fields.
 *   <li>A form is refused that has a field twice. What stands behind the file is ignored, but a second file is refused.
 *       {@code Content-MD5} as a field is the file's, as a header that of the whole body, which may have 5 GB.
 *   <li>{@code success_action_redirect} is answered with 303 and the parameters {@code bucket}, {@code key} and
 *       {@code etag} behind those of the URL. A callback counts more than it and {@code success_action_status}: its
 *       answer is that of a PutObject.
 *   <li>{@code additionalHeaders} of a callback are sent, and {@code x-oss-additional-headers} names them, in lower case
 *       and sorted, with semicolons between. None takes the place of a header of OSS's own. {@code signatureVersion} can
 *       be 1.0 alone.
 *   <li>Where a rule says {@code *} for the origin, so does {@code Access-Control-Allow-Origin}; {@code Vary} is always
 *       sent with it.
 *   <li>Metadata and settings in an AppendObject to an existing object are checked and otherwise ignored.
 * </ul>
 */
public final class Emulator implements AutoCloseable {
    private static final byte[] LOOPBACK = {127, 0, 0, 1};

    private final int port;
    private final String region;
    private final List<String> buckets;
    private final List<Domain> domains;
    private final Credentials credentials;
    private final Authentication authentication;
    private final PendingFaults faults;
    private final ObjectStore store;
    private final PendingUploads uploads;
    private final CallbackTargets callbackTargets;
    private final CallbackDelivery delivery;
    private final Server listener;
    private final AtomicBoolean closed = new AtomicBoolean();

    private Emulator(Builder builder, List<AccessKey> keys, ServerSocketChannel socket) throws IOException {
        this.port = socket.socket().getLocalPort();
        this.region = builder.region;
        this.buckets = builder.buckets();
        this.domains = List.copyOf(builder.domains.values());
        this.credentials = keys.get(0).credentials();
        Set<String> names = Set.copyOf(buckets);
        Addressing addressing = new Addressing(names, new ServedHosts(names, domains));
        this.authentication = new Authentication(keys, region, builder.product, builder.clock);
        this.faults = new PendingFaults();
        this.callbackTargets = new CallbackTargets(builder.callbackTargets);
        this.delivery = new CallbackDelivery(
                publicKeyUrl(),
                builder.callbackTimeout,
                builder.clock,
                builder.callbackPolicies,
                callbackTargets,
                builder.dns);
        this.store = ObjectStore.below(builder.directory, builder.clock, new Versioning(builder.versioning));
        this.uploads = new PendingUploads(builder.clock);
        AccessControl access = new AccessControl(authentication, store, builder.clock);
        Cors cors = new Cors(builder.corsRules);
        RequestRouter operations =
                new RequestRouter(addressing, access, store, uploads, delivery, faults, cors, builder.limits);
        RequestIds requestIds = new RequestIds(builder.clock);
        this.listener =
                new Server(socket, () -> new Connection(operations, requestIds, cors, builder.clock, builder.linger));
    }

    /**
     * Starts an emulator with one bucket, {@code examplebucket}, in region {@code cn-hangzhou}, and a random AccessKey
     * pair, which {@link #credentials} returns.
     *
     * @throws IOException if there is no port to listen on or no directory to write to
     */
    public static Emulator start() throws IOException {
        return builder().start();
    }

    /** Returns a builder of an emulator. Every setting has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /** Where to reach it: {@code http://127.0.0.1:<port>}, without a slash at the end. */
    public String endpoint() {
        return "http://127.0.0.1:" + port;
    }

    /** The port it listens on, on 127.0.0.1 alone. */
    public int port() {
        return port;
    }

    /** The region that requests must be signed for. */
    public String region() {
        return region;
    }

    /** The bucket, or the first if there are several. */
    public String bucket() {
        return buckets.get(0);
    }

    /** All buckets, in the order in which they were added. */
    List<String> buckets() {
        return buckets;
    }

    /** Returns the domains that were added, in that order. */
    List<Domain> domains() {
        return domains;
    }

    /**
     * Returns the credentials that the emulator accepts: the first that were given to the builder, or else the random
     * pair of this emulator. A client that needs the secret as text needs a pair of your own:
     * {@link Builder#credentials(Credentials)}.
     */
    public Credentials credentials() {
        return credentials;
    }

    /**
     * Lets credentials in from now on. Temporary ones are let in with their own token alone.
     *
     * @throws IllegalArgumentException if there are others with this AccessKey ID
     */
    public void addCredentials(Credentials credentials) {
        authentication.add(new AccessKey(credentials, null));
    }

    /**
     * Lets temporary credentials in from now on, and until {@code expiry} by the emulator's clock.
     *
     * @throws IllegalArgumentException if they have no security token, or there are others with this AccessKey ID
     */
    public void addCredentials(Credentials credentials, Instant expiry) {
        authentication.add(new AccessKey(credentials, Objects.requireNonNull(expiry, "expiry")));
    }

    /**
     * Has temporary credentials expire now, whenever they would have. Requests that were let in already go on.
     *
     * @throws IllegalArgumentException if they have no security token, or are not let in anyway
     */
    public void expireCredentials(Credentials credentials) {
        authentication.expire(credentials);
    }

    /** Where the public key is served that its callbacks are verified with, in PEM. Anybody may fetch it. */
    public String publicKeyUrl() {
        return endpoint() + CallbackKey.PATH;
    }

    /**
     * Allows callbacks to a port on this machine from now on, for an application server that starts after the emulator.
     *
     * @throws IllegalArgumentException as {@link Builder#callbackTarget(int)}
     */
    public void addCallbackTarget(int port) {
        callbackTargets.add(CallbackTarget.ofLoopback(port));
    }

    /**
     * Allows callbacks to a host and port of this machine or its network from now on.
     *
     * @throws IllegalArgumentException as {@link Builder#callbackTarget(String, int)}
     */
    public void addCallbackTarget(String host, int port) {
        callbackTargets.add(CallbackTarget.of(host, port));
    }

    /** Has something go wrong with the next request that it can befall. */
    public void inject(Fault fault) {
        faults.add(Objects.requireNonNull(fault, "fault"));
    }

    /** Forgets the faults that have befallen no request yet. */
    public void clearFaults() {
        faults.clear();
    }

    /**
     * Stops: cuts all connections, gives up callbacks under way, forgets all objects and uploads and deletes their files. Does
     * nothing the second time.
     *
     * @throws UncheckedIOException if a file cannot be deleted
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        listener.closeConnections();
        delivery.close();
        listener.close();
        uploads.close();
        try {
            store.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names the endpoint. */
    @Override
    public String toString() {
        return "Emulator{" + endpoint() + "}";
    }

    /** Collects what an emulator needs. Not thread-safe. */
    public static final class Builder {
        private final Set<String> buckets = new LinkedHashSet<>();
        private final Map<String, Domain> domains = new LinkedHashMap<>();
        private final Map<String, AccessKey> keys = new LinkedHashMap<>();
        private String region = "cn-hangzhou";
        private String product = "oss";
        private int port;
        private @Nullable Path directory;
        private Clock clock = Clock.systemUTC();
        private final List<CallbackTarget> callbackTargets = new ArrayList<>();
        private Dns dns = Dns.SYSTEM;
        private Duration callbackTimeout = Duration.ofSeconds(5);
        private Duration linger = Duration.ofSeconds(5);
        private boolean versioning;
        private final List<CorsRule> corsRules = new ArrayList<>();
        private final Map<String, Callback> callbackPolicies = new LinkedHashMap<>();
        private Limits limits = Limits.OSS;

        private Builder() {}

        /**
         * Adds a bucket. Without any there is {@code examplebucket}.
         *
         * @throws IllegalArgumentException if OSS allows no such name: 3 to 63 of a-z, 0-9 and -, the latter not at the
         *     ends
         */
        public Builder bucket(String name) {
            buckets.add(ResourceNames.checkBucket(name));
            return this;
        }

        /**
         * Binds a domain of one's own to a bucket, as a CNAME record does for OSS: a request with this {@code Host}, on
         * any port, has {@code /key} as its path. Its signature still covers {@code /bucket/key}. Clients need not
         * resolve the domain if they can be told to connect to {@link Emulator#endpoint} and to name another host.
         *
         * @throws IllegalArgumentException if it is an IP address, {@code localhost} or otherwise not the name of a
         *     domain, if it was added already, or if OSS allows no bucket of that name
         */
        public Builder domain(String name, String bucket) {
            return add(Domain.ofBucket(name, bucket));
        }

        /**
         * Serves all buckets at a domain of one's own, as OSS does at its endpoints: a request with this {@code Host}, on
         * any port, has {@code /bucket/key} as its path, and one with {@code bucket.name} has {@code /key}. IP addresses,
         * {@code localhost}, names below it, and names below {@code aliyuncs.com} are always served, all others are
         * refused. Clients resolve the name themselves, for example from their hosts file.
         *
         * @throws IllegalArgumentException if it is an IP address, {@code localhost} or otherwise not the name of a
         *     domain, or if it was added already
         */
        public Builder domain(String name) {
            return add(Domain.ofAllBuckets(name));
        }

        private Builder add(Domain domain) {
            Domain before = domains.putIfAbsent(domain.name(), domain);
            if (before != null) {
                throw new IllegalArgumentException("a domain must not be added twice, was " + before);
            }
            return this;
        }

        /**
         * Adds credentials that the emulator accepts. Temporary ones are accepted with their own token alone. Without any
         * the emulator generates a random AccessKey pair on each start: {@link Emulator#credentials}.
         *
         * @throws IllegalArgumentException if there are others with this AccessKey ID
         */
        public Builder credentials(Credentials credentials) {
            return key(new AccessKey(credentials, null));
        }

        /**
         * Adds temporary credentials that are let in until {@code expiry} by the emulator's clock. From then on they are
         * refused as OSS does it: 403, {@code SecurityTokenExpired}.
         *
         * @throws IllegalArgumentException if they have no security token, or there are others with this AccessKey ID
         */
        public Builder credentials(Credentials credentials, Instant expiry) {
            return key(new AccessKey(credentials, Objects.requireNonNull(expiry, "expiry")));
        }

        private Builder key(AccessKey key) {
            if (keys.putIfAbsent(key.id(), key) != null) {
                throw key.isThereAlready();
            }
            return this;
        }

        /** The region that requests must be signed for; {@code cn-hangzhou} by default. */
        public Builder region(String region) {
            this.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** The product that requests must be signed for; {@code oss} by default. */
        public Builder product(String product) {
            this.product = Objects.requireNonNull(product, "product");
            return this;
        }

        /**
         * The port to listen on; 0, the default, stands for any that is free.
         *
         * @throws IllegalArgumentException if it is not 0 to 65535
         */
        public Builder port(int port) {
            if (port < 0 || port > 0xFFFF) {
                throw new IllegalArgumentException("port is not 0 to 65535: " + port);
            }
            this.port = port;
            return this;
        }

        /**
         * Where the bodies of objects are kept, by default in the system's directory for temporary files. They are in a
         * new directory below it, which {@link Emulator#close} deletes: objects do not outlive their emulator. The
         * directory itself is created where it is missing, and stays.
         */
        public Builder directory(Path directory) {
            this.directory = Objects.requireNonNull(directory, "directory");
            return this;
        }

        /**
         * The clock that the time of requests and the expiry of credentials are compared with, and that {@code Date} and
         * such are taken from.
         */
        public Builder clock(Clock clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * How long an application server may take for a callback, from connecting to the last byte of its answer; each
         * URL anew. 5 seconds by default, as with OSS.
         *
         * @throws IllegalArgumentException if it is less than a millisecond
         */
        public Builder callbackTimeout(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("callbackTimeout is less than a millisecond: " + timeout);
            }
            this.callbackTimeout = timeout;
            return this;
        }

        /**
         * Allows callbacks to a port on this machine: {@code http://127.0.0.1:port} and {@code http://localhost:port}.
         * Callbacks to other ports and to private networks fail with 203, {@code CallbackFailed}; those to public
         * addresses are always sent. {@link Emulator#addCallbackTarget(int)} allows a port later.
         *
         * @throws IllegalArgumentException if it is not between 1 and 65535
         */
        public Builder callbackTarget(int port) {
            return callbackTarget(CallbackTarget.ofLoopback(port));
        }

        /**
         * Allows callbacks to a host and port of this machine or its network. The host may be a name, whatever addresses
         * it has, or an IP address; {@code localhost} and each loopback address stand for all loopback addresses.
         *
         * @throws IllegalArgumentException if the host is neither, or the port is not between 1 and 65535
         */
        public Builder callbackTarget(String host, int port) {
            return callbackTarget(CallbackTarget.of(host, port));
        }

        /** Allows callbacks to a target. */
        Builder callbackTarget(CallbackTarget target) {
            callbackTargets.add(target);
            return this;
        }

        /**
         * Adds a policy for callbacks, as PutBucketPolicy with {@code comp=callback} stores one: a callback that names it
         * ({@link Callback#policy}) is performed as {@link Callback#expand} says. It holds for all buckets.
         *
         * <p>A variable whose value only the uploads bring is given an empty one here, since no callback is built without:
         * {@code Callback.builder(url).formBody("user=${x:user}").variable("x:user", "")}.
         *
         * @param name names of policies are case-sensitive; one of the same name is replaced
         * @throws IllegalArgumentException if the policy names a policy itself
         */
        public Builder callbackPolicy(String name, Callback policy) {
            if (policy.policyName() != null) {
                throw new IllegalArgumentException("the policy " + name + " names a policy itself: " + policy);
            }
            callbackPolicies.put(Objects.requireNonNull(name, "name"), policy);
            return this;
        }

        /**
         * Whether all buckets have versioning enabled; they have not by default. Objects that are replaced or deleted
         * stay then, and can be reached by {@code versionId}.
         */
        public Builder versioning(boolean enabled) {
            this.versioning = enabled;
            return this;
        }

        /**
         * Allows web pages of these origins to send requests and to read the responses, by {@link CorsRule#of}. Requests
         * with another {@code Origin} are refused before anything is done. OSS refuses only those that browsers announce
         * (preflight): a form can be posted to it from any page.
         *
         * @throws IllegalArgumentException as {@link CorsRule#of}
         */
        public Builder cors(String... origins) {
            return cors(CorsRule.of(origins));
        }

        /** Adds a rule for the web pages of other origins, behind those that were added before. It holds for all buckets. */
        public Builder cors(CorsRule rule) {
            corsRules.add(Objects.requireNonNull(rule, "rule"));
            return this;
        }

        /** Sets what resolves the hosts of callback URLs. */
        Builder dns(Dns dns) {
            this.dns = dns;
            return this;
        }

        /** How large objects may be. */
        Builder limits(Limits limits) {
            this.limits = limits;
            return this;
        }

        /** How long the body of a refused request is read, before its connection is closed all the same. */
        Builder linger(Duration linger) {
            this.linger = linger;
            return this;
        }

        /**
         * Starts to listen.
         *
         * @throws IOException if the port is taken, or the directory cannot be written to
         * @throws IllegalArgumentException if region or product is none that a request can be signed for, or a domain is
         *     bound to a bucket that was not added
         */
        public Emulator start() throws IOException {
            for (Domain domain : domains.values()) {
                if (domain.bucket() != null && !buckets().contains(domain.bucket())) {
                    throw new IllegalArgumentException("a domain must be bound to a bucket that exists, was " + domain);
                }
            }
            ServerSocketChannel socket = ServerSocketChannel.open();
            try {
                socket.bind(new InetSocketAddress(InetAddress.getByAddress(LOOPBACK), port));
                return new Emulator(this, keys(), socket);
            } catch (IOException | RuntimeException e) {
                socket.close();
                throw e;
            }
        }

        private List<String> buckets() {
            return buckets.isEmpty() ? List.of("examplebucket") : List.copyOf(buckets);
        }

        private List<AccessKey> keys() {
            return keys.isEmpty()
                    ? List.of(new AccessKey(RandomKeyPair.generate().credentials(), null))
                    : List.copyOf(keys.values());
        }
    }
}
