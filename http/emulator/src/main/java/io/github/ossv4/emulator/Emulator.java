// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.internal.access.AccessKey;
import io.github.ossv4.emulator.internal.access.Domain;
import io.github.ossv4.emulator.internal.callback.CallbackTarget;
import io.github.ossv4.emulator.internal.console.LogLine;
import io.github.ossv4.emulator.internal.server.EmulatorServer;
import io.github.ossv4.emulator.internal.server.HttpsListener;
import io.github.ossv4.emulator.internal.server.Settings;
import io.github.ossv4.internal.text.ResourceNames;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server that behaves like OSS and listens on loopback by default. It checks V4 signatures in headers, URLs and
 * forms, returns OSS's error codes and checksums, performs callbacks, and supports CORS. Thread-safe. Any number of
 * emulators can run in one JVM. The table in its
 * <a href="https://github.com/ossv4/ossv4/blob/main/http/emulator/README.md#what-it-does">README</a> lists the
 * operations.
 *
 * <pre>{@code
 * try (Emulator emulator = Emulator.start()) {
 *     Signer signer = Signer.of(
 *             Credentials.of(emulator.accessKeyId(), emulator.accessKeySecret()), emulator.region());
 *     URI object = URI.create(emulator.endpoint() + "/" + emulator.bucket() + "/hello.txt");
 *     // PUT, GET, HEAD, DELETE …
 * }
 * }</pre>
 *
 * <p>The address of an object is {@code /bucket/key}, or {@code /key} if {@code Host} starts with the name of the
 * bucket or is a {@linkplain Builder#domain(String, String) domain} that is bound to it. Bodies of 4 KB and more, or of
 * 1 KB and more if they persist, are stored on disk, smaller ones in memory. An object has at most 5 GB; one made of
 * parts is limited only by the disk, which must have space for it and its parts at the same time. An emulator runs in a
 * heap of 64 MB; a million small objects need 512 MB. A request fails with 403, {@code QuotaExceeded}, if the index of
 * all objects and their small bodies would take more than 80 % of the maximum heap, minus 8 MB.
 *
 * <p>The emulator rejects operations, query parameters and headers of OSS that it does not emulate, other
 * {@code x-oss-} fields of a form, and URLs and forms with V1 signatures unless they are
 * {@linkplain Builder#acceptV1 accepted}. The error is {@code NotImplemented} with the reason; the status is 400, since
 * clients retry a 501. The emulator ignores headers that OSS does not know, and headers of objects where OSS ignores
 * them, such as {@code x-oss-acl} of a PutObject.
 *
 * <p>It rejects some requests that OSS accepts, because any web page that a developer opens can reach an emulator on
 * the same machine:
 *
 * <ul>
 *   <li>Requests to a {@code Host} other than an IP address, {@code localhost} and names below it, names below
 *       {@code aliyuncs.com}, and the emulator's own {@linkplain Builder#domain(String) domains}. A page whose name
 *       resolves to 127.0.0.1 (DNS rebinding) would otherwise have the emulator's origin and could read its objects.
 *   <li>Requests whose {@code Origin} no {@linkplain Builder#cors(String...) CORS rule} allows, {@code null} included,
 *       unless it is the emulator's own. OSS executes such requests and relies on the browser to hide the response.
 * </ul>
 *
 * <p>Like OSS, it rejects callbacks to this machine and to private networks, except to
 * {@linkplain Builder#callbackTarget(int) targets} that were allowed. The uploader chooses the body and headers of a
 * callback, and services on loopback often trust any client.
 *
 * <p>It differs from OSS to help tests, and where OSS does more or its documentation is not precise: the
 * <a href="https://github.com/ossv4/ossv4/blob/main/http/emulator/README.md#where-it-differs-from-oss">README</a> lists
 * the differences.
 */
public final class Emulator implements AutoCloseable {
    private final EmulatorServer server;

    private Emulator(EmulatorServer server) {
        this.server = server;
    }

    /**
     * Starts an emulator with one bucket, {@code examplebucket}, in region {@code cn-hangzhou}, and a random AccessKey
     * pair: {@link #accessKeyId}, {@link #accessKeySecret}.
     *
     * @throws IOException if no port is free, or the temporary directory is not writable
     */
    public static Emulator start() throws IOException {
        return builder().start();
    }

    /** Returns a builder of an emulator. Every setting has a default. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the URL for clients on this machine, without a trailing slash: {@code http://127.0.0.1:<port>} unless the
     * emulator listens on another {@linkplain Builder#host host}. A {@linkplain Builder#strict strict} emulator has
     * the internal endpoint, which serves objects for every account: {@code
     * http://oss-<region>-internal.localhost:<port>}. Browsers, curl and {@code BucketClient} resolve names below
     * localhost.
     */
    public String endpoint() {
        return server.serviceEndpoint();
    }

    /**
     * Returns the endpoint over https.
     *
     * @throws IllegalStateException if the {@linkplain Builder#https() builder} has not enabled it
     */
    public HttpsEndpoint https() {
        String url = server.httpsEndpoint();
        HttpsListener listener = server.https();
        if (url == null || listener == null) {
            throw new IllegalStateException("the emulator has no https, call https() on its builder");
        }
        return new HttpsEndpoint(url, listener);
    }

    EmulatorServer server() {
        return server;
    }

    /** Returns the port. */
    public int port() {
        return server.port();
    }

    /** Returns the region that requests must be signed for. */
    public String region() {
        return server.settings().region;
    }

    /** Returns the first bucket. */
    public String bucket() {
        return server.bucket();
    }

    /**
     * Returns the AccessKey ID of the first pair that was added to the builder, or else of this emulator's random pair.
     */
    public String accessKeyId() {
        return server.accessKey().id();
    }

    /** Returns the AccessKey secret of the pair of {@link #accessKeyId}. */
    public String accessKeySecret() {
        return server.accessKey().secret();
    }

    /** Returns the security token of the pair of {@link #accessKeyId}; null if the pair is not temporary. */
    public @Nullable String securityToken() {
        return server.accessKey().securityToken();
    }

    /**
     * Accepts an AccessKey pair from now on.
     *
     * @throws IllegalArgumentException in the same cases as {@link Builder#accessKey}
     */
    public void addAccessKey(String accessKeyId, String accessKeySecret) {
        server.authentication().add(AccessKey.permanent(accessKeyId, accessKeySecret));
    }

    /**
     * Accepts a temporary AccessKey pair with its security token from now on, until {@link #expireAccessKey}.
     *
     * @throws IllegalArgumentException in the same cases as {@link Builder#temporaryAccessKey(String, String, String)}
     */
    public void addTemporaryAccessKey(String accessKeyId, String accessKeySecret, String securityToken) {
        server.authentication().add(AccessKey.temporary(accessKeyId, accessKeySecret, securityToken));
    }

    /**
     * Accepts a temporary AccessKey pair with its security token from now on, until {@code expiry} by the emulator's
     * clock.
     *
     * @throws IllegalArgumentException in the same cases as {@link Builder#temporaryAccessKey(String, String, String)}
     */
    public void addTemporaryAccessKey(
            String accessKeyId, String accessKeySecret, String securityToken, Instant expiry) {
        server.authentication()
                .add(AccessKey.temporary(accessKeyId, accessKeySecret, securityToken)
                        .expiringAt(expiry));
    }

    /**
     * Expires a temporary AccessKey pair now. Requests that were already accepted continue.
     *
     * @throws IllegalArgumentException if it was not added, or is not temporary
     */
    public void expireAccessKey(String accessKeyId) {
        server.authentication().expire(accessKeyId);
    }

    /**
     * Returns the URL of the public key that verifies callbacks, in PEM. It needs no signature. Its host is the first
     * domain for all buckets if the emulator listens on all addresses, otherwise as in {@link #endpoint}.
     */
    public String publicKeyUrl() {
        return server.publicKeyUrl();
    }

    /**
     * Allows callbacks to a port on this machine from now on, for an application server that starts after the emulator.
     *
     * @throws IllegalArgumentException in the same cases as {@link Builder#callbackTarget(int)}
     */
    public void addCallbackTarget(int port) {
        server.callbackTargets().add(CallbackTarget.ofLoopback(port));
    }

    /**
     * Allows callbacks to a host and port of this machine or its network from now on.
     *
     * @throws IllegalArgumentException in the same cases as {@link Builder#callbackTarget(String, int)}
     */
    public void addCallbackTarget(String host, int port) {
        server.callbackTargets().add(CallbackTarget.of(host, port));
    }

    /**
     * Injects a fault into the next request that it can affect. If several faults can affect a request, the one that
     * was injected first is used.
     */
    public void inject(Fault fault) {
        server.faults().add(Objects.requireNonNull(fault, "fault").injected());
    }

    /** Removes the faults that have not occurred yet. */
    public void clearFaults() {
        server.faults().clear();
    }

    /**
     * Deletes all objects with their versions, aborts all multipart uploads, and restores the buckets of the builder
     * with their settings: others are deleted. Downloads that have started continue. Requests of an aborted upload fail
     * with 404, {@code NoSuchUpload}. A PutObject or another upload in one request that is in progress may store its
     * object afterwards.
     */
    public void emptyBuckets() {
        server.clear();
    }

    /**
     * Stops the emulator: closes all connections, cancels callbacks, and deletes all objects and uploads, unless they
     * {@linkplain Builder#persist persist}. A second call has no effect.
     *
     * @throws java.io.UncheckedIOException if a file cannot be deleted
     */
    @Override
    public void close() {
        server.close();
    }

    /** Returns the endpoint. */
    @Override
    public String toString() {
        return "Emulator{" + endpoint() + "}";
    }

    /** Settings of an emulator. Not thread-safe. */
    public static final class Builder {
        final Settings settings = new Settings();

        private Builder() {}

        /**
         * Adds a bucket; the first one is {@link Emulator#bucket}. Default {@code examplebucket}.
         *
         * @throws IllegalArgumentException if OSS does not allow the name: 3 to 63 of a-z, 0-9 and -, which must not be
         *     first or last
         */
        public Builder bucket(String name) {
            settings.buckets.add(ResourceNames.checkBucket(name));
            return this;
        }

        /**
         * Binds your own domain to a bucket, as a CNAME record does for OSS. The path of a request with this {@code
         * Host}, on any port, is {@code /key}. Its signature covers {@code /bucket/key}. Clients need not resolve the
         * domain if they can connect to {@link Emulator#endpoint} and send another {@code Host}.
         *
         * @throws IllegalArgumentException if it is an IP address, {@code localhost} or not a domain name, if it was
         *     added already, or if OSS does not allow the bucket name
         */
        public Builder domain(String name, String bucket) {
            return add(Domain.ofBucket(name, bucket));
        }

        /**
         * Serves all buckets at your own domain, as OSS does at its endpoints. The path of a request with this {@code
         * Host}, on any port, is {@code /bucket/key}, and with {@code bucket.name} it is {@code /key}. IP addresses,
         * {@code localhost}, names below it and names below {@code aliyuncs.com} are always served, all others are
         * rejected. Clients must resolve the name, for example with their hosts file.
         *
         * @throws IllegalArgumentException if it is an IP address, {@code localhost} or not a domain name, or if it was
         *     added already
         */
        public Builder domain(String name) {
            return add(Domain.ofAllBuckets(name));
        }

        private Builder add(Domain domain) {
            Domain before = settings.domains.putIfAbsent(domain.name(), domain);
            if (before != null) {
                throw new IllegalArgumentException("a domain must not be added twice, was " + before);
            }
            return this;
        }

        /**
         * Adds an AccessKey pair that requests can be signed with. By default each start generates a random pair:
         * {@link Emulator#accessKeyId}.
         *
         * @param accessKeyId any text; OSS's own begin with {@code LTAI}
         * @param accessKeySecret the key of the signatures
         * @throws IllegalArgumentException if a value is empty, contains a control character, or begins or ends with a
         *     space; if the ID contains a comma or a character that is not ASCII; or if another pair has this ID
         */
        public Builder accessKey(String accessKeyId, String accessKeySecret) {
            return key(AccessKey.permanent(accessKeyId, accessKeySecret));
        }

        /**
         * Adds a temporary AccessKey pair. It is accepted with its security token only, until
         * {@link Emulator#expireAccessKey}.
         *
         * @param accessKeyId any text; OSS's own begin with {@code STS.}
         * @param accessKeySecret the key of the signatures
         * @param securityToken the value of {@code x-oss-security-token}
         * @throws IllegalArgumentException in the same cases as {@link #accessKey}; the rules for the secret apply to
         *     the token
         */
        public Builder temporaryAccessKey(String accessKeyId, String accessKeySecret, String securityToken) {
            return key(AccessKey.temporary(accessKeyId, accessKeySecret, securityToken));
        }

        /**
         * Adds a temporary AccessKey pair that is accepted until {@code expiry} by the emulator's clock. Later it is
         * rejected as by OSS: 403, {@code SecurityTokenExpired}.
         *
         * @param accessKeyId as for {@link #temporaryAccessKey(String, String, String)}
         * @param accessKeySecret as for that method
         * @param securityToken as for that method
         * @throws IllegalArgumentException in the same cases as {@link #temporaryAccessKey(String, String, String)}
         */
        public Builder temporaryAccessKey(
                String accessKeyId, String accessKeySecret, String securityToken, Instant expiry) {
            return key(AccessKey.temporary(accessKeyId, accessKeySecret, securityToken)
                    .expiringAt(expiry));
        }

        private Builder key(AccessKey key) {
            if (settings.keys.putIfAbsent(key.id(), key) != null) {
                throw key.duplicate();
            }
            return this;
        }

        /** Sets the region that requests must be signed for. Default {@code cn-hangzhou}. {@link #start} checks it. */
        public Builder region(String region) {
            settings.region = Objects.requireNonNull(region, "region");
            return this;
        }

        /** Sets the product that requests must be signed for. Default {@code oss}. {@link #start} checks it. */
        public Builder product(String product) {
            settings.product = Objects.requireNonNull(product, "product");
            return this;
        }

        /**
         * Sets the host to listen on: an IP address or a name of this machine, or {@code 0.0.0.0} for all its
         * addresses. Default {@code 127.0.0.1}, which only this machine can reach. {@link #start} resolves it. Requests
         * to a name are served if it is this one or was added with {@link #domain(String)}.
         *
         * @throws IllegalArgumentException if it is empty
         */
        public Builder host(String host) {
            if (host.isEmpty()) {
                throw new IllegalArgumentException("host must not be empty");
            }
            settings.host = host;
            return this;
        }

        /**
         * Sets how long a connection may wait: for a request, for the rest of its head or body, or for the client to
         * read more of a response, which may take up to three times as long. Default 60 seconds. Then the connection is
         * closed; an incomplete body is an error first: 400, {@code RequestTimeout}. Fields of a form, and other bodies
         * that arrive before a signature is checked, must arrive within this time as a whole.
         *
         * @throws IllegalArgumentException if it is less than a millisecond
         */
        public Builder idleTimeout(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("idleTimeout must be at least 1 millisecond, was " + timeout);
            }
            settings.idleTimeout = timeout;
            return this;
        }

        /**
         * Sets whether signatures of version 1 in headers, URLs and forms are accepted too. Default false: OSS refuses
         * them for new accounts. The Java SDK v1 and older Hadoop connectors sign with version 1 by default.
         */
        public Builder acceptV1(boolean accepted) {
            settings.acceptsV1 = accepted;
            return this;
        }

        /**
         * Sets whether requests are refused because of their endpoint, as OSS refuses requests of an account that first
         * used it on or after 2025-03-20. Default false: objects are served at every host. {@code X.localhost} stands
         * for {@code X.aliyuncs.com}.
         *
         * <ul>
         *   <li>At {@code bucket.oss-cn-hangzhou.localhost}, and any other public endpoint of a region in mainland
         *       China, requests for objects and their lists are refused: 400, {@code PublicEndpointForbidden}. Settings
         *       of the bucket are served. Internal endpoints, such as {@code
         *       bucket.oss-cn-hangzhou-internal.localhost}, and domains that are {@linkplain #domain(String, String)
         *       bound} to the bucket serve objects.
         *   <li>Path style is refused: 403, {@code SecondLevelDomainForbidden}.
         *   <li>Unless the request has an {@code Authorization} header, public endpoints return objects with {@code
         *       Content-Disposition: attachment} and {@code x-oss-force-download: true}, and packages for Android and
         *       iOS not at all: 400, {@code ApkDownloadForbidden}.
         *   <li>New buckets, also the ones of {@link #bucket}, block public access: public ACLs are refused, 403,
         *   {@code AccessDenied}, until DeleteBucketPublicAccessBlock. OSS does so since October 2025.
         * </ul>
         *
         * @see <a href="https://help.aliyun.com/zh/oss/user-guide/access-buckets-via-custom-domain-names">Custom domains</a>
         */
        public Builder strict(boolean enabled) {
            settings.isStrict = enabled;
            return this;
        }

        /**
         * Sets whether the account of a {@linkplain #strict strict} emulator first used OSS before 2025-03-20. Default
         * false. Public endpoints serve its objects, and its buckets permit public access.
         */
        public Builder legacyAccount(boolean enabled) {
            settings.isLegacyAccount = enabled;
            return this;
        }

        /**
         * Sets whether a browser that opens {@link Emulator#endpoint} gets a page with the last 100 requests, the
         * callbacks, and the objects, uploads and faults. Default false. The page needs no signature and has links to
         * all objects.
         */
        public Builder page(boolean enabled) {
            settings.page = enabled;
            return this;
        }

        /**
         * Sets the port. Default 0, which means any free one.
         *
         * @throws IllegalArgumentException if it is not between 0 and 65535
         */
        public Builder port(int port) {
            settings.port = checkPort("port", port);
            return this;
        }

        private static int checkPort(String name, int port) {
            if (port < 0 || port > 0xFFFF) {
                throw new IllegalArgumentException(name + " must be between 0 and 65535, was " + port);
            }
            return port;
        }

        /**
         * Serves https too, on any free port, with HTTP/1.1. By default {@link #start} creates a certificate authority,
         * which issues a certificate for each host that is served. Default: only http is served.
         *
         * @see Emulator#https()
         */
        public Builder https() {
            return https(0);
        }

        /**
         * Serves https too, like {@link #https()}.
         *
         * @param port 0 for any free one
         * @throws IllegalArgumentException if it is not between 0 and 65535
         */
        public Builder https(int port) {
            settings.httpsPort = checkPort("the port for https", port);
            return this;
        }

        /**
         * Sets the certificate for https. Default: certificates of the emulator's own authority, which is kept in the
         * directory of {@link #persist} if there is one. {@link #start} reads the files.
         *
         * @param chain a file with the certificate in PEM, followed by its issuers' if there are any
         * @param key a file with the private key in PEM: PKCS #8, RSA or EC, not encrypted
         */
        public Builder certificate(Path chain, Path key) {
            settings.certificate = Objects.requireNonNull(chain, "chain");
            settings.certificateKey = Objects.requireNonNull(key, "key");
            return this;
        }

        /**
         * Writes the certificate that clients must trust for https to a file, in PEM. {@link #start} replaces the file,
         * which is not deleted. The certificate is also served at {@code /-/ca.pem}.
         */
        public Builder caFile(Path file) {
            settings.caFile = Objects.requireNonNull(file, "file");
            return this;
        }

        /**
         * Sets the directory for the bodies of objects. Default the system's temporary directory. The emulator creates
         * it if it does not exist, and stores the bodies in a new directory below it, which {@link Emulator#close}
         * deletes.
         *
         * @throws IllegalArgumentException if its name is empty
         */
        public Builder directory(Path directory) {
            settings.directory = checkDirectory(directory);
            return this;
        }

        /** An unset shell variable results in an empty name, which would be the working directory. */
        private static Path checkDirectory(Path directory) {
            if (directory.toString().isEmpty()) {
                throw new IllegalArgumentException("the name of a directory must not be empty");
            }
            return directory;
        }

        /**
         * Keeps buckets with their settings, objects with all versions, and multipart uploads in progress in a
         * directory. An emulator that is started later with the same directory restores them, even if the process was
         * killed: no change that a response acknowledged is lost, and each object is complete, either the old one or
         * the new one. The last changes can be lost if the machine fails, since nothing is forced to the disk.
         * AccessKeys are not kept.
         *
         * <p>The directory is created if it does not exist, and never deleted. {@link Emulator#emptyBuckets} deletes
         * the objects in it. {@link #start} creates the buckets of this builder that it does not contain; existing ones
         * keep their settings. It replaces {@link #directory}.
         *
         * @param directory a directory that does not exist, is empty, or was used by an emulator: {@link #start}
         *     refuses any other
         * @throws IllegalArgumentException if its name is empty
         */
        public Builder persist(Path directory) {
            settings.persistentDirectory = checkDirectory(directory);
            return this;
        }

        /**
         * Sets the clock for the time of requests, the expiry of credentials, and headers such as {@code Date}. Default
         * the system clock. The clock must be thread-safe. A request whose time differs from it by more than 15 minutes
         * is rejected with {@code RequestTimeTooSkewed}.
         */
        public Builder clock(Clock clock) {
            settings.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /**
         * Sets the timeout of a callback for each URL, from connecting to the last byte of the response. Default 5
         * seconds, as with OSS.
         *
         * @throws IllegalArgumentException if it is less than a millisecond
         */
        public Builder callbackTimeout(Duration timeout) {
            if (timeout.toMillis() < 1) {
                throw new IllegalArgumentException("callbackTimeout must be at least 1 millisecond, was " + timeout);
            }
            settings.callbackTimeout = timeout;
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
         * Allows callbacks to a host and port of this machine or its network. The host is a name, with any addresses,
         * or an IP address. {@code localhost} and any loopback address mean all loopback addresses.
         *
         * @throws IllegalArgumentException if the host is neither, or the port is not between 1 and 65535
         */
        public Builder callbackTarget(String host, int port) {
            return callbackTarget(CallbackTarget.of(host, port));
        }

        /** Allows callbacks to a target. */
        Builder callbackTarget(CallbackTarget target) {
            settings.callbackTargets.add(target);
            return this;
        }

        /**
         * Trusts the certificates of a file in callbacks over https, besides those that this JVM trusts. {@link #start}
         * reads the file.
         *
         * @param pem a file with one certificate or several, in PEM
         */
        public Builder callbackCa(Path pem) {
            settings.callbackCa = Objects.requireNonNull(pem, "pem");
            return this;
        }

        /**
         * Adds a callback policy for all buckets, as PutBucketPolicy with {@code comp=callback} stores one. It replaces
         * a callback that names it: <code>{"callbackPolicy":"name"}</code>.
         *
         * @param name case-sensitive; a policy of the same name is replaced
         * @param callback the value of the header {@code x-oss-callback}: Base64 of JSON
         * @throws IllegalArgumentException if OSS would reject the callback, or it names a policy
         */
        public Builder callbackPolicy(String name, String callback) {
            return policy(name, Callback.decode(callback, null));
        }

        /**
         * Like {@link #callbackPolicy(String, String)}, with custom variables. If a request contains the same variable,
         * its value in the request applies.
         *
         * @param callbackVar the value of the header {@code x-oss-callback-var}: Base64 of JSON
         * @throws IllegalArgumentException if OSS would reject the callback or the variables, or the callback names a
         *     policy
         */
        public Builder callbackPolicy(String name, String callback, String callbackVar) {
            return policy(name, Callback.decode(callback, Objects.requireNonNull(callbackVar, "callbackVar")));
        }

        private Builder policy(String name, Callback policy) {
            if (policy.policyName() != null) {
                throw new IllegalArgumentException(
                        "a callback policy must not name a policy, was " + name + ": " + policy);
            }
            settings.callbackPolicies.put(Objects.requireNonNull(name, "name"), policy);
            return this;
        }

        /**
         * Sets whether versioning is initially enabled for all buckets. Default false. With versioning, replaced and
         * deleted objects can be read by {@code versionId}.
         */
        public Builder versioning(boolean enabled) {
            settings.versioning = enabled;
            return this;
        }

        /**
         * Allows web pages of these origins to send requests and to read the responses, by {@link CorsRule#of}.
         * Requests with another {@code Origin} are rejected before they are executed. OSS rejects only preflight
         * requests: any page can post a form to it.
         *
         * @throws IllegalArgumentException in the same cases as {@link CorsRule#of}
         */
        public Builder cors(String... origins) {
            return cors(CorsRule.of(origins));
        }

        /** Adds an initial CORS rule for all buckets, after those that were added before. */
        public Builder cors(CorsRule rule) {
            settings.cors.add(rule.rule());
            return this;
        }

        /**
         * Passes one line for each request to a listener: {@code log(System.out::println)}. A line has the time in UTC,
         * the status, the method, bucket and key, the result of checking the signature, the error or the mistake in the
         * signature, the outcome of callbacks, the time in milliseconds, and the User-Agent. It contains neither
         * secrets, signatures, tokens nor queries, and its format can change. The default is no log.
         *
         * @param listener called by several threads, before the client receives the response; it must not block
         */
        public Builder log(Consumer<String> listener) {
            Objects.requireNonNull(listener, "listener");
            settings.observer = request -> listener.accept(LogLine.of(request));
            return this;
        }

        /**
         * Starts an emulator.
         *
         * @throws IOException if the host has no address, or a port is not free; if a file of {@link #certificate} or
         *     {@link #callbackCa} cannot be read or is invalid, or that of {@link #caFile} cannot be written; if the
         *     directory is not writable, another emulator uses the directory of {@link #persist}, or its content is
         *     damaged. The message names the host, the port, the file or the directory
         * @throws IllegalArgumentException if region or product cannot be signed for, the host is a name that is no
         *     domain name, or a domain is bound to a bucket that was not added; or if both {@link #directory} and
         *     {@link #persist} are set; or if a legacy account is set without {@link #strict},
         *     or a certificate or a file for one without {@link #https()}
         */
        public Emulator start() throws IOException {
            return new Emulator(EmulatorServer.start(settings.copy()));
        }
    }
}
