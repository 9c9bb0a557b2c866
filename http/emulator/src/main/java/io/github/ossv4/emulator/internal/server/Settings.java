// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.internal.server;

import io.github.ossv4.callback.Callback;
import io.github.ossv4.emulator.internal.access.AccessKey;
import io.github.ossv4.emulator.internal.access.Domain;
import io.github.ossv4.emulator.internal.access.EndpointRules.Strictness;
import io.github.ossv4.emulator.internal.callback.CallbackTarget;
import io.github.ossv4.emulator.internal.object.BucketSettings;
import io.github.ossv4.emulator.internal.object.OriginRule;
import io.github.ossv4.emulator.internal.object.VersioningStatus;
import io.github.ossv4.emulator.internal.operation.Limits;
import io.github.ossv4.emulator.internal.store.ObjectStore;
import io.github.ossv4.emulator.internal.wire.RequestObserver;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okhttp3.Dns;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an emulator with their defaults, as {@code Emulator.Builder} describes them. The builder sets the
 * fields; an emulator has a copy, which does not change. Not thread-safe.
 */
public final class Settings implements Cloneable {
    public String host = "127.0.0.1";
    public int port;

    /** Negative without https. */
    public int httpsPort = -1;

    public @Nullable Path certificate;
    public @Nullable Path certificateKey;
    public @Nullable Path caFile;
    public Duration idleTimeout = Duration.ofSeconds(60);

    /** How long the body of a rejected request is read before the connection is closed. */
    public Duration linger = Duration.ofSeconds(5);

    public String region = "cn-hangzhou";
    public String product = "oss";
    public Map<String, AccessKey> keys = new LinkedHashMap<>();
    public Map<String, Domain> domains = new LinkedHashMap<>();
    public boolean acceptsV1;
    public boolean isStrict;
    public boolean isLegacyAccount;
    public Set<String> buckets = new LinkedHashSet<>();
    public boolean versioning;
    public List<OriginRule> cors = new ArrayList<>();
    public @Nullable Path directory;
    public @Nullable Path persistentDirectory;

    /** The minimum size of a body in a file, in bytes. */
    public int fileBytes = ObjectStore.FILE_BYTES;

    public Limits limits = Limits.OSS;
    public List<CallbackTarget> callbackTargets = new ArrayList<>();
    public Duration callbackTimeout = Duration.ofSeconds(5);
    public Map<String, Callback> callbackPolicies = new LinkedHashMap<>();
    public Dns dns = Dns.SYSTEM;
    public @Nullable Path callbackCa;
    public boolean page;
    public boolean admin;

    /** Whether to write a log to the standard output. */
    public boolean log;

    public @Nullable RequestObserver observer;
    public Clock clock = Clock.systemUTC();

    /** Returns a copy. */
    public Settings copy() {
        try {
            Settings copy = (Settings) clone();
            copy.keys = new LinkedHashMap<>(keys);
            copy.domains = new LinkedHashMap<>(domains);
            copy.buckets = new LinkedHashSet<>(buckets);
            copy.cors = List.copyOf(cors);
            copy.callbackTargets = List.copyOf(callbackTargets);
            copy.callbackPolicies = Map.copyOf(callbackPolicies);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError("the class is cloneable", e);
        }
    }

    /** Returns the names of the buckets at the start. */
    public List<String> bucketNames() {
        return buckets.isEmpty() ? List.of("examplebucket") : List.copyOf(buckets);
    }

    /** Returns which endpoints are refused. */
    public Strictness strictness() {
        return !isStrict ? Strictness.LENIENT : isLegacyAccount ? Strictness.LEGACY_ACCOUNT : Strictness.NEW_ACCOUNT;
    }

    /** Returns the settings of new buckets. */
    BucketSettings ofNewBuckets() {
        BucketSettings settings = BucketSettings.ofDefaults()
                .withVersioning(versioning ? VersioningStatus.ENABLED : VersioningStatus.OFF)
                .withCors(cors);
        return strictness() == Strictness.NEW_ACCOUNT ? settings.blockingPublicAccess() : settings;
    }

    /**
     * Checks combinations.
     *
     * @throws IllegalArgumentException if settings contradict each other
     */
    void check() {
        if (isLegacyAccount && !isStrict) {
            throw new IllegalArgumentException("a legacy account requires a strict emulator");
        }
        if (certificate == null != (certificateKey == null)) {
            throw new IllegalArgumentException("a certificate requires a key, and a key a certificate, was only "
                    + (certificate == null ? "the key " + certificateKey : "the certificate " + certificate));
        }
        if (httpsPort < 0 && certificate != null) {
            throw new IllegalArgumentException("a certificate requires https, was " + certificate);
        }
        if (httpsPort < 0 && caFile != null) {
            throw new IllegalArgumentException("a file for the authority requires https, was " + caFile);
        }
        if (persistentDirectory != null && directory != null) {
            throw new IllegalArgumentException(
                    "persist " + persistentDirectory + " must not be set together with directory " + directory);
        }
        for (Domain domain : domains.values()) {
            if (domain.bucket() != null && !bucketNames().contains(domain.bucket())) {
                throw new IllegalArgumentException("a domain must be bound to a bucket that exists, was " + domain);
            }
        }
    }
}
