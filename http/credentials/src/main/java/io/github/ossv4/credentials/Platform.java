// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** The settings of fetchers, and the services that issue credentials. Immutable. */
final class Platform {
    /** ECS itself, and hypervisors that run on it. */
    private static final List<String> POSSIBLY_ECS = Arrays.asList("Alibaba", "QEMU", "Xen", "Red Hat", "KVM", "Bochs");

    private final Environment environment;
    private final Clock clock;
    private final StsClient sts;
    private final HttpUrl metadata;
    private final Path vendor;

    /** @param vendor the file in which Linux has the vendor of the machine */
    Platform(Environment environment, Clock clock, StsClient sts, HttpUrl metadata, Path vendor) {
        this.environment = environment;
        this.clock = clock;
        this.sts = sts;
        this.metadata = metadata;
        this.vendor = vendor;
    }

    static Platform system() {
        Clock clock = Clock.systemUTC();
        return new Platform(
                Environment.system(),
                clock,
                new StsClient(clock),
                EcsMetadata.SERVICE,
                Paths.get("/sys/class/dmi/id/sys_vendor"));
    }

    Environment environment() {
        return environment;
    }

    Clock clock() {
        return clock;
    }

    StsClient sts() {
        return sts;
    }

    /** Returns the vendor of this machine if it is certainly no instance of ECS; otherwise null. */
    @Nullable
    String otherVendor() {
        try {
            String name = new String(SmallFile.read(vendor), StandardCharsets.UTF_8).trim();
            return name.isEmpty() || POSSIBLY_ECS.stream().anyMatch(name::startsWith) ? null : name;
        } catch (IOException e) {
            // Other systems have no such file, nor have some containers.
            return null;
        }
    }

    /** @param role null for the one that is attached to the instance */
    EcsMetadata ecsRamRole(@Nullable String role) {
        return EcsMetadata.of(metadata, role, environment);
    }
}
