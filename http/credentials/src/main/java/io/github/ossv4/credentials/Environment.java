// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import io.github.ossv4.http.credentials.CredentialsSource;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Environment variables, read at each call, and the home directory. An empty variable is not set. */
final class Environment implements Settings {
    /** Those of {@link CredentialsSource#environment()}. */
    static final List<String> ACCESS_KEYS = Arrays.asList(
            "OSS_ACCESS_KEY_ID",
            "OSS_ACCESS_KEY_SECRET",
            "OSS_SESSION_TOKEN",
            "ALIBABA_CLOUD_ACCESS_KEY_ID",
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            "ALIBABA_CLOUD_SECURITY_TOKEN");

    static final String CONFIG_PROFILE = "ALIBABA_CLOUD_PROFILE";
    static final String CONFIG_DISABLED = "ALIBABA_CLOUD_CLI_PROFILE_DISABLED";
    static final String CREDENTIALS_FILE = "ALIBABA_CLOUD_CREDENTIALS_FILE";
    static final String CREDENTIALS_URI = "ALIBABA_CLOUD_CREDENTIALS_URI";
    static final String ECS_ROLE = "ALIBABA_CLOUD_ECS_METADATA";
    static final String ECS_DISABLED = "ALIBABA_CLOUD_ECS_METADATA_DISABLED";
    static final String ECS_TOKEN_REQUIRED = "ALIBABA_CLOUD_IMDSV1_DISABLED";
    static final String ROLE_ARN = "ALIBABA_CLOUD_ROLE_ARN";
    static final String ROLE_SESSION_NAME = "ALIBABA_CLOUD_ROLE_SESSION_NAME";
    static final String OIDC_PROVIDER_ARN = "ALIBABA_CLOUD_OIDC_PROVIDER_ARN";
    static final String OIDC_TOKEN_FILE = "ALIBABA_CLOUD_OIDC_TOKEN_FILE";
    static final String STS_REGION = "ALIBABA_CLOUD_STS_REGION";
    static final String STS_VPC = "ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED";

    private final Settings variables;
    private final Path home;

    Environment(Settings variables, Path home) {
        this.variables = variables;
        this.home = home;
    }

    static Environment system() {
        String home = System.getProperty("user.home");
        return new Environment(System::getenv, Paths.get(home == null ? "" : home));
    }

    Path home() {
        return home;
    }

    @Override
    public @Nullable String text(String name) {
        String value = variables.text(name);
        return value == null || value.isEmpty() ? null : value;
    }

    boolean isTrue(String name) {
        return "true".equalsIgnoreCase(text(name));
    }

    /** @throws NotConfiguredException if the variable is not set */
    String required(String name) throws NotConfiguredException {
        String value = text(name);
        if (value == null) {
            throw new NotConfiguredException(name + " is not set");
        }
        return value;
    }
}
