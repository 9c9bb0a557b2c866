// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsFetcher;
import io.github.ossv4.http.credentials.ExpiringCredentials;
import io.github.ossv4.internal.text.PrintableText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Fetches the credentials of the file that Alibaba Cloud SDKs share. It is read at each fetch. */
final class SharedCredentialsFile implements CredentialsFetcher {
    private static final CredentialsFields FIELDS = CredentialsFields.INI;

    private final Platform platform;

    SharedCredentialsFile(Platform platform) {
        this.platform = platform;
    }

    @Override
    public ExpiringCredentials fetch() throws IOException {
        Environment environment = platform.environment();
        String named = environment.text(Environment.CREDENTIALS_FILE);
        Path file = named == null ? defaultFile(environment.home()) : Paths.get(named);
        // A file that the environment names must exist.
        byte[] bytes = named == null ? SmallFile.readIfConfigured(file) : SmallFile.read(file);
        String profile = environment.text(Environment.CONFIG_PROFILE);
        String name = profile == null ? "default" : profile;
        Settings section = IniFile.parse(bytes, SmallFile.name(file)).section(name);
        if (section == null) {
            throw new NotConfiguredException(SmallFile.name(file) + " has no section " + PrintableText.escape(name));
        }
        String what = "the section " + PrintableText.escape(name) + " of " + SmallFile.name(file);
        try {
            return fetcher(section, what).fetch();
        } catch (IllegalArgumentException e) {
            throw new IOException(what + " is invalid: " + e.getMessage(), e);
        }
    }

    /** SDKs use one of two names. */
    private static Path defaultFile(Path home) {
        Path directory = home.resolve(".alibabacloud");
        Path other = directory.resolve("credentials");
        return Files.exists(other) && Files.notExists(directory.resolve("credentials.ini"))
                ? other
                : directory.resolve("credentials.ini");
    }

    private CredentialsFetcher fetcher(Settings section, String what) throws IOException {
        if ("false".equalsIgnoreCase(section.text("enable"))) {
            throw new NotConfiguredException(what + " is not enabled");
        }
        String type = section.required("type", what);
        switch (type) {
            case "access_key":
                return () -> FIELDS.read(section, what + " has");
            case "sts":
                return () -> FIELDS.read(section, what + " has", FIELDS.token);
            case "ram_role_arn":
                return new AssumedRole(
                        () -> FIELDS.read(section, what + " has").credentials(), role(section, what), platform.sts());
            case "ecs_ram_role":
                return platform.ecsRamRole(section.text("role_name"));
            case "oidc_role_arn":
                return new OidcRole(
                        role(section, what),
                        section.required("oidc_provider_arn", what),
                        Paths.get(section.required("oidc_token_file_path", what)),
                        platform.sts());
            default:
                throw new IOException(what + " has the type " + PrintableText.escape(type)
                        + ", which is not supported: use access_key, sts, ram_role_arn, ecs_ram_role or oidc_role_arn");
        }
    }

    private AssumeRole role(Settings section, String what) throws IOException {
        AssumeRole.Builder role = AssumeRole.builder(section.required("role_arn", what), platform.environment());
        String sessionName = section.text("role_session_name");
        if (sessionName != null) {
            role.sessionName(sessionName);
        }
        String policy = section.text("policy");
        return policy == null ? role.build() : role.policy(policy).build();
    }
}
