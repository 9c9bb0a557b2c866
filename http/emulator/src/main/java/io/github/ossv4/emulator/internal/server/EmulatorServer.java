// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import io.github.ossv4.emulator.internal.access.AccessControl;
import io.github.ossv4.emulator.internal.access.AccessKey;
import io.github.ossv4.emulator.internal.access.Addressing;
import io.github.ossv4.emulator.internal.access.Authentication;
import io.github.ossv4.emulator.internal.access.Cors;
import io.github.ossv4.emulator.internal.access.Domain;
import io.github.ossv4.emulator.internal.access.EndpointRules;
import io.github.ossv4.emulator.internal.access.ServedHosts;
import io.github.ossv4.emulator.internal.callback.CallbackDelivery;
import io.github.ossv4.emulator.internal.callback.CallbackKey;
import io.github.ossv4.emulator.internal.callback.CallbackTargets;
import io.github.ossv4.emulator.internal.console.AdminEndpoint;
import io.github.ossv4.emulator.internal.console.Console;
import io.github.ossv4.emulator.internal.console.Page;
import io.github.ossv4.emulator.internal.console.RecentRequests;
import io.github.ossv4.emulator.internal.console.RequestLog;
import io.github.ossv4.emulator.internal.console.SkewedClock;
import io.github.ossv4.emulator.internal.operation.PendingFaults;
import io.github.ossv4.emulator.internal.operation.RequestRouter;
import io.github.ossv4.emulator.internal.operation.Services;
import io.github.ossv4.emulator.internal.store.Buckets;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.store.Storage;
import io.github.ossv4.emulator.internal.tls.PemFiles;
import io.github.ossv4.emulator.internal.wire.IpAddress;
import io.github.ossv4.emulator.internal.wire.ListenAddress;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import io.github.ossv4.emulator.internal.wire.Server;
import io.github.ossv4.sign.PresignedRequest;
import io.github.ossv4.sign.Signer;
import io.github.ossv4.sign.UnsignedRequest;
import io.github.ossv4.text.PercentEncoding;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A running emulator. Thread-safe. */
public final class EmulatorServer implements AutoCloseable {
    private static final Duration DOWNLOAD_VALIDITY = Duration.ofHours(1);

    private final Settings settings;
    private final ListenAddress address;
    private final int port;
    private final Clock clock;
    private final AccessKey accessKey;
    private final Authentication authentication;
    private final PendingFaults faults = new PendingFaults();
    private final Storage storage;
    private final CallbackTargets callbackTargets;
    private final CallbackDelivery delivery;
    private final @Nullable RequestLog log;
    private final @Nullable HttpsListener https;
    private final Server server;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmulatorServer(Settings settings, ListenAddress address, ServerSocketChannel socket) throws IOException {
        this.settings = settings;
        this.address = address;
        this.port = socket.socket().getLocalPort();
        SkewedClock skewed = new SkewedClock(settings.clock);
        this.clock = settings.admin ? skewed : settings.clock;
        List<AccessKey> keys =
                settings.keys.isEmpty() ? List.of(AccessKey.random()) : List.copyOf(settings.keys.values());
        this.accessKey = keys.get(0);
        this.authentication = new Authentication(keys, settings.region, settings.product, clock, settings.acceptsV1);
        List<X509Certificate> trusted =
                settings.callbackCa == null ? List.of() : PemFiles.certificates(settings.callbackCa);
        this.storage = Storage.open(
                new Storage.Settings(
                        settings.bucketNames(),
                        settings.ofNewBuckets(),
                        settings.directory,
                        settings.persistentDirectory,
                        settings.fileBytes),
                clock);
        Buckets buckets = storage.buckets();
        ObjectStore store = storage.store();
        this.callbackTargets = new CallbackTargets(settings.callbackTargets);
        this.delivery = new CallbackDelivery(
                publicKeyUrl(),
                settings.callbackTimeout,
                clock,
                settings.callbackPolicies,
                callbackTargets,
                settings.dns,
                trusted);
        List<Domain> domains = served(address, List.copyOf(settings.domains.values()));
        ServedHosts hosts = new ServedHosts(buckets::contains, domains);
        try {
            this.https = settings.httpsPort < 0 ? null : HttpsListener.open(settings, address, hosts, domains);
        } catch (IOException | RuntimeException e) {
            storage.close();
            throw e;
        }
        Services services = new Services(
                settings.region,
                address.urlHost() + ":" + port,
                new Addressing(hosts),
                new EndpointRules(settings.strictness(), hosts, settings.region),
                new AccessControl(authentication, buckets, store, clock),
                buckets,
                store,
                storage.uploads(),
                delivery,
                settings.limits);
        this.log = settings.log ? new RequestLog(System.out) : null;
        RecentRequests recent = new RecentRequests();
        Page page = settings.page ? new Page(services, faults, recent, this::download) : null;
        AdminEndpoint admin = settings.admin ? new AdminEndpoint(faults, skewed, recent, this::clear) : null;
        List<Server.Listener> listeners = new ArrayList<>(List.of(new Server.Listener(socket, null)));
        if (https != null) {
            listeners.add(https.listener());
        }
        Console console = new Console(
                page, admin, https == null ? null : https.certificates().pem());
        this.server = new Server(
                listeners,
                new RequestRouter(services, faults, new Cors(buckets), console),
                clock,
                settings.linger,
                settings.idleTimeout,
                all(log, settings.observer, page == null && admin == null ? null : recent));
    }

    /**
     * Starts an emulator.
     *
     * @throws IOException if the host has no address, the port is not free, or the directory cannot be used
     * @throws IllegalArgumentException if settings contradict each other
     */
    public static EmulatorServer start(Settings settings) throws IOException {
        settings.check();
        ListenAddress address = ListenAddress.of(settings.host);
        ServerSocketChannel socket = ServerSocketChannel.open();
        try {
            address.bind(socket, settings.port);
            return new EmulatorServer(settings, address, socket);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
    }

    /** Returns the domains to serve: those that were added, and the name that the emulator listens on. */
    private static List<Domain> served(ListenAddress address, List<Domain> domains) {
        if (!address.isName()
                || domains.stream().anyMatch(domain -> domain.name().equals(address.urlHost()))) {
            return domains;
        }
        List<Domain> served = new ArrayList<>(domains);
        served.add(Domain.ofAllBuckets(address.urlHost()));
        return served;
    }

    /** Combines observers, some of which may be null. Returns null if all are. */
    private static @Nullable RequestObserver all(@Nullable RequestObserver... observers) {
        List<RequestObserver> present = new ArrayList<>();
        for (RequestObserver observer : observers) {
            if (observer != null) {
                present.add(observer);
            }
        }
        return present.isEmpty() ? null : request -> present.forEach(observer -> observer.handled(request));
    }

    public Settings settings() {
        return settings;
    }

    /** Returns the URL for clients on this machine, without a trailing slash. */
    public String endpoint() {
        return "http://" + address.urlHost() + ":" + port;
    }

    /** Returns the URL of the service for OSS clients: one that OSS's rules for endpoints allow, if they apply. */
    public String serviceEndpoint() {
        return isStrict() ? "http://" + strictHost() + ":" + port : endpoint();
    }

    /** Returns {@link #endpoint} with the name of this machine, or null if it has a name already. */
    public @Nullable String nameEndpoint() {
        boolean byAddress = IpAddress.parse(address.urlHost()) != null
                && (address.isLoopback() || address.address().isAnyLocalAddress());
        return byAddress && !isStrict() ? "http://localhost:" + port : null;
    }

    /** Returns what {@link #serviceEndpoint} is over https, or null. */
    public @Nullable String httpsEndpoint() {
        return https == null ? null : "https://" + (isStrict() ? strictHost() : address.urlHost()) + ":" + https.port();
    }

    /** Returns the listener for https, or null. */
    public @Nullable HttpsListener https() {
        return https;
    }

    private boolean isStrict() {
        return settings.strictness() != EndpointRules.Strictness.LENIENT;
    }

    /** Returns the host that serves the objects of the account. */
    private String strictHost() {
        boolean isNew = settings.strictness() == EndpointRules.Strictness.NEW_ACCOUNT;
        return "oss-" + settings.region + (isNew ? "-internal" : "") + ".localhost";
    }

    /** Returns where a browser finds the objects of a bucket: a path, or a URL if OSS refuses paths. */
    private String home(String bucket) {
        if (!isStrict()) {
            return "/" + bucket + "/";
        }
        String bound = settings.domains.values().stream()
                .filter(domain -> bucket.equals(domain.bucket()))
                .map(Domain::name)
                .findFirst()
                .orElse(bucket + "." + strictHost());
        return "http://" + bound + ":" + port + "/";
    }

    public int port() {
        return port;
    }

    /** Returns whether other machines can connect. */
    public boolean isReachableFromOtherMachines() {
        return !address.isLoopback();
    }

    /** Returns the first bucket. */
    public String bucket() {
        return settings.bucketNames().get(0);
    }

    /** Returns the first AccessKey pair, or the random one. */
    public AccessKey accessKey() {
        return accessKey;
    }

    public Authentication authentication() {
        return authentication;
    }

    /**
     * Returns the URL of the public key that verifies callbacks. If the emulator listens on all addresses, application
     * servers may be on other machines or in other containers, which can only use a domain.
     */
    public String publicKeyUrl() {
        return settings.domains.values().stream()
                        .filter(domain ->
                                domain.bucket() == null && address.address().isAnyLocalAddress())
                        .findFirst()
                        .map(domain -> "http://" + domain.name() + ":" + port)
                        .orElseGet(this::endpoint)
                + CallbackKey.PATH;
    }

    public CallbackTargets callbackTargets() {
        return callbackTargets;
    }

    public PendingFaults faults() {
        return faults;
    }

    /** Returns a presigned URL for an object in the first bucket. */
    public String presign(String method, String key, Duration validity) {
        String url = presign(UnsignedRequest.builder(method, bucket(), key), bucket(), key, validity);
        return isStrict() ? url : endpoint() + url;
    }

    /** Returns the path and query of a presigned download, which a browser saves and does not show. */
    private String download(String bucket, String key) {
        UnsignedRequest.Builder get =
                UnsignedRequest.builder("GET", bucket, key).query("response-content-disposition", "attachment");
        return presign(get, bucket, key, DOWNLOAD_VALIDITY);
    }

    private String presign(UnsignedRequest.Builder request, String bucket, String key, Duration validity) {
        PresignedRequest presigned = Signer.of(accessKey.credentials(), settings.region, settings.product)
                .presign(request.build(), clock.instant(), validity);
        return home(bucket) + PercentEncoding.encodeUrlPath(key) + "?" + presigned.query();
    }

    /** Deletes all objects and uploads, and restores the buckets at the start. */
    public void clear() {
        storage.clear();
    }

    /** Stops the emulator. A second call has no effect. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        server.closeConnections();
        delivery.close();
        server.close();
        if (log != null) {
            log.close();
        }
        try {
            if (https != null) {
                https.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            storage.close();
        }
    }
}
