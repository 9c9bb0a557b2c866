// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.internal.text.PrintableText;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the credentials of a profile of the Alibaba Cloud CLI. The file is read at each fetch.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/cli/configure-credentials">Credentials of the CLI</a>
 */
final class CliProfile implements CredentialsFetcher {
    private static final CredentialsFields FIELDS = CredentialsFields.CLI;

    /** The longest chain of profiles, each the source of the one before. STS is called for each. */
    private static final int LONGEST_CHAIN = 16;

    private static final boolean WINDOWS = File.separatorChar == '\\';

    private final Platform platform;
    private final @Nullable String name;

    /** @param name null for the one that the environment names, or else the current one */
    CliProfile(Platform platform, @Nullable String name) {
        this.platform = platform;
        this.name = name;
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        Path file = platform.environment().home().resolve(".aliyun").resolve("config.json");
        JsonObject config = JsonObject.parse(SmallFile.readIfConfigured(file));
        if (config == null) {
            throw new IOException(SmallFile.name(file) + " is not a single JSON object");
        }
        return new Profiles(config, SmallFile.name(file)).fetcher(name(config)).fetch();
    }

    private String name(JsonObject config) {
        String chosen = name == null ? platform.environment().text(Environment.CONFIG_PROFILE) : name;
        if (chosen == null) {
            chosen = config.text("current");
        }
        return chosen == null ? "default" : chosen;
    }

    /** The profiles of the file, as it was read once. */
    private final class Profiles {
        private final JsonObject config;
        private final String file;

        /** The profiles from the first one to the current one, each the source of the one before. */
        private final Set<String> path = new LinkedHashSet<>();

        Profiles(JsonObject config, String file) {
            this.config = config;
            this.file = file;
        }

        CredentialsFetcher fetcher(String name) throws IOException {
            if (!path.add(name)) {
                throw new IOException("profiles of " + file + " are the source of each other: "
                        + PrintableText.escape(String.join(", ", path)));
            }
            if (path.size() > LONGEST_CHAIN) {
                throw new IOException("a chain of profiles of " + file + " must have at most " + LONGEST_CHAIN
                        + " profiles: " + PrintableText.escape(String.join(", ", path)));
            }
            for (JsonObject profile : config.objects("profiles")) {
                if (name.equals(profile.text("name"))) {
                    String what = "the profile " + PrintableText.escape(name) + " of " + file;
                    try {
                        return fetcher(profile, what);
                    } catch (IllegalArgumentException e) {
                        throw new IOException(what + " is invalid: " + e.getMessage(), e);
                    }
                }
            }
            throw new NotConfiguredException(file + " has no profile " + PrintableText.escape(name));
        }

        private CredentialsFetcher fetcher(JsonObject profile, String what) throws IOException {
            String mode = profile.text("mode");
            if (isEmpty(profile, mode)) {
                // The CLI creates such a profile.
                throw new NotConfiguredException(what + " has no credentials");
            }
            switch (mode == null ? "" : mode.toLowerCase(Locale.ROOT)) {
                case "ak":
                    // A token may remain from another mode.
                    return () -> FIELDS.read(
                            field -> field.equals(FIELDS.token) ? null : profile.text(field), what + " has");
                case "ststoken":
                    return () -> FIELDS.read(profile, what + " has", FIELDS.token);
                case "ramrolearn":
                    return assumedRole(() -> FIELDS.read(profile, what + " has"), profile, what);
                case "chainableramrolearn":
                    return assumedRole(fetcher(profile.required("source_profile", what)), profile, what);
                case "ecsramrole":
                    return platform.ecsRamRole(profile.text("ram_role_name"));
                case "oidc":
                    return new OidcRole(
                            role(profile, what).build(),
                            profile.required("oidc_provider_arn", what),
                            Paths.get(profile.required("oidc_token_file", what)),
                            platform.sts());
                case "credentialsuri":
                    return new CredentialsUri(profile.required("credentials_uri", what));
                case "external":
                    return external(profile.required("process_command", what));
                default:
                    throw new IOException(what + " has the mode " + (mode == null ? "" : PrintableText.escape(mode))
                            + ", which is not supported: use AK, StsToken, RamRoleArn, ChainableRamRoleArn, EcsRamRole, OIDC,"
                            + " CredentialsURI or External");
            }
        }

        private boolean isEmpty(JsonObject profile, @Nullable String mode) {
            return path.size() == 1
                    && (mode == null || mode.equalsIgnoreCase("AK"))
                    && profile.text(FIELDS.id) == null
                    && profile.text(FIELDS.secret) == null;
        }

        private CredentialsFetcher assumedRole(CredentialsFetcher source, JsonObject profile, String what)
                throws IOException {
            AssumeRole.Builder role = role(profile, what);
            String externalId = profile.text("external_id");
            if (externalId != null) {
                role.externalId(externalId);
            }
            return new AssumedRole(() -> source.fetch().credentials(), role.build(), platform.sts());
        }

        private AssumeRole.Builder role(JsonObject profile, String what) throws IOException {
            Environment environment = platform.environment();
            AssumeRole.Builder role = AssumeRole.builder(profile.required("ram_role_arn", what), environment);
            String sessionName = profile.text("ram_session_name");
            if (sessionName != null) {
                role.sessionName(sessionName);
            }
            String policy = profile.text("policy");
            if (policy != null) {
                role.policy(policy);
            }
            long seconds = profile.integer("expired_seconds");
            if (seconds != 0) {
                role.duration(Duration.ofSeconds(seconds));
            }
            String region = profile.text("sts_region");
            if (region != null) {
                role.stsEndpoint(StsEndpoint.of(
                        region, profile.isTrue("enable_vpc") || environment.isTrue(Environment.STS_VPC)));
            }
            return role;
        }

        private CredentialsFetcher external(String line) {
            CredentialsCommand command =
                    new CredentialsCommand(CommandWords.split(line, WINDOWS), CredentialsCommand.LIMIT);
            return () -> CredentialsDocument.parseExternal(command.output(), command.from());
        }
    }
}
