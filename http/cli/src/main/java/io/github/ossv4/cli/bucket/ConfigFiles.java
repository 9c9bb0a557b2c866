// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.bucket;

import io.github.ossv4.cli.output.UsageException;
import io.github.ossv4.credentials.CloudCredentials;
import io.github.ossv4.internal.json.JsonTree;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The configuration files of ossutil and of Alibaba Cloud's CLI. A profile is a section of the first file or, if that
 * has none of this name, a profile of the second. The files are read when they are needed. Immutable.
 *
 * @param profile the profile that the user names; null for the default of each file
 */
record ConfigFiles(
        OssutilConfig ossutil, Path cli, @Nullable Setting profile, Map<String, String> environment) {
    /** The file of the CLI, for messages. */
    static final String CLI = "~/.aliyun/config.json";

    private static final int MAX_BYTES = 1 << 20;

    /** @param option the value of {@code --profile}; null for the one in {@code OSS_PROFILE} */
    static ConfigFiles of(@Nullable String option, Map<String, String> environment, String home) {
        Setting profile = Setting.of(option, "--profile", environment, "OSS_PROFILE");
        return new ConfigFiles(
                OssutilConfig.in(home, profile == null ? "" : profile.value()),
                Path.of(home, ".aliyun", "config.json"),
                profile,
                environment);
    }

    /**
     * Returns whether the profile is a section of ossutil's file.
     *
     * @throws UsageException if neither file has the profile, or a file cannot be read
     */
    private boolean isOfOssutil(Setting named) {
        if (ossutil.hasProfile()) {
            return true;
        }
        if (profileOfCli(named.value()) != null) {
            return false;
        }
        String name = PrintableText.escape(named.value());
        throw new UsageException("the profile " + name + ", from " + named.origin() + ", is neither a section [profile "
                + name + "] of " + OssutilConfig.NAME + " nor a profile of " + CLI);
    }

    /** Returns the region of the profile; null for none. */
    @Nullable
    Setting region() {
        if (profile != null) {
            return isOfOssutil(profile) ? ossutil.setting("region") : regionOfCli(profile.value());
        }
        Setting region = ossutil.setting("region");
        return region == null && ossutil.setting("endpoint") == null ? regionOfCli(null) : region;
    }

    /** Returns the endpoint of the profile; null for none: the CLI has none. */
    @Nullable
    Setting endpoint() {
        return profile == null || isOfOssutil(profile) ? ossutil.setting("endpoint") : null;
    }

    /** Returns the source of the credentials: the profile's, otherwise the default chain. */
    CheckedCredentials credentials() {
        if (profile == null) {
            return CheckedCredentials.of(CloudCredentials.defaultChain(ossutil), null);
        }
        return isOfOssutil(profile)
                ? CheckedCredentials.of(ossutil, ossutil.name())
                : CheckedCredentials.of(
                        CloudCredentials.cliProfile(profile.value()),
                        "the profile " + PrintableText.escape(profile.value()) + " of " + CLI);
    }

    /** Returns what the profile lacks, for a message; empty if no profile is named. */
    String missingRegion() {
        return profile == null
                ? ""
                : "; "
                        + (isOfOssutil(profile)
                                ? ossutil.name() + " has neither region nor endpoint"
                                : "the profile " + PrintableText.escape(profile.value()) + " of " + CLI
                                        + " has no region_id");
    }

    private @Nullable Setting regionOfCli(@Nullable String name) {
        Map<?, ?> found = profileOfCli(name);
        return found != null && found.get("region_id") instanceof String region && !region.isEmpty()
                ? new Setting(region, name == null ? CLI : "the profile " + name + " of " + CLI)
                : null;
    }

    /** Returns a profile of the CLI, the current one for null; null if there is none. */
    private @Nullable Map<?, ?> profileOfCli(@Nullable String name) {
        Object config = read();
        if (!(config instanceof Map<?, ?> all) || !(all.get("profiles") instanceof List<?> profiles)) {
            return null;
        }
        String current = environment.get("ALIBABA_CLOUD_PROFILE");
        Object wanted = name != null ? name : current == null || current.isEmpty() ? all.get("current") : current;
        for (Object each : profiles) {
            if (each instanceof Map<?, ?> fields
                    && fields.get("name") != null
                    && fields.get("name").equals(wanted)) {
                return fields;
            }
        }
        return null;
    }

    /** Returns the tree of the CLI's file; null if it does not exist or is no JSON, which its credentials report. */
    private @Nullable Object read() {
        try {
            if (!Files.isRegularFile(cli) || Files.size(cli) > MAX_BYTES) {
                return null;
            }
            return JsonTree.parse(Files.readString(cli));
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UsageException(
                    CLI + " cannot be read: " + PrintableText.escape(String.valueOf(e.getMessage())), e);
        }
    }
}
