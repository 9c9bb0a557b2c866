// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.http.internal.credentials;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Credentials in environment variables: the ones of OSS or, if none of them is set, of all Alibaba Cloud SDKs. */
public final class EnvironmentCredentials implements CredentialsSource {
    private static final List<String> OSS =
            Arrays.asList("OSS_ACCESS_KEY_ID", "OSS_ACCESS_KEY_SECRET", "OSS_SESSION_TOKEN");
    private static final List<String> ALIBABA_CLOUD = Arrays.asList(
            "ALIBABA_CLOUD_ACCESS_KEY_ID", "ALIBABA_CLOUD_ACCESS_KEY_SECRET", "ALIBABA_CLOUD_SECURITY_TOKEN");

    private final Function<String, @Nullable String> environment;

    /** @param environment returns null or an empty text for a variable that is not set */
    public EnvironmentCredentials(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /** @throws IllegalStateException if none of the variables is set, or a set is incomplete */
    @Override
    public Credentials get() {
        Credentials ofOss = read(OSS, ALIBABA_CLOUD);
        Credentials credentials = ofOss == null ? read(ALIBABA_CLOUD, OSS) : ofOss;
        if (credentials == null) {
            throw new IllegalStateException("the environment variables " + OSS.get(0) + " and " + ALIBABA_CLOUD.get(0)
                    + " are not set or empty");
        }
        return credentials;
    }

    @Override
    public String origin() {
        return "environment variables";
    }

    private @Nullable String text(String name) {
        String value = environment.apply(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Returns null if none of the variables is set. */
    private @Nullable Credentials read(List<String> names, List<String> others) {
        String id = text(names.get(0));
        String secret = text(names.get(1));
        String token = text(names.get(2));
        if (id != null && secret != null) {
            return Credentials.of(id, secret, token);
        }
        if (id == null && secret == null && token == null) {
            return null;
        }
        String set = names.get(id != null ? 0 : secret != null ? 1 : 2);
        int missing = id == null ? 0 : 1;
        boolean isEmpty = environment.apply(names.get(missing)) != null;
        boolean isInOtherSet = text(others.get(missing)) != null;
        throw new IllegalStateException("the environment variable " + names.get(missing)
                + (isEmpty ? " is empty, but " : " is not set, but ") + set + " is set"
                + (isInOtherSet ? ": variables that begin with OSS_ and with ALIBABA_CLOUD_ are not combined" : ""));
    }
}
