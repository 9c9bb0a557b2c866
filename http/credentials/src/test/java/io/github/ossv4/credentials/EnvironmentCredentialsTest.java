// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.internal.credentials.EnvironmentCredentials;
import io.github.ossv4.http.testing.JavaProcess;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class EnvironmentCredentialsTest extends PlatformFixture {
    private static final String ID = "ALIBABA_CLOUD_ACCESS_KEY_ID";
    private static final String SECRET = "ALIBABA_CLOUD_ACCESS_KEY_SECRET";
    private static final String TOKEN = "ALIBABA_CLOUD_SECURITY_TOKEN";

    private final EnvironmentCredentials source = new EnvironmentCredentials(variables::get);

    @Test
    void readsVariablesAtEachCall() {
        variables.put("OSS_ACCESS_KEY_ID", "id");
        variables.put("OSS_ACCESS_KEY_SECRET", "s3cr3t");
        assertEquals(Credentials.of("id", "s3cr3t"), source.get());
        variables.put("OSS_SESSION_TOKEN", "t0k3n");
        assertEquals(Credentials.of("id", "s3cr3t", "t0k3n"), source.get());
        variables.put("OSS_ACCESS_KEY_ID", "other");
        assertEquals("other", source.get().accessKeyId());
    }

    @Test
    void readsTheVariablesOfAllSdks() {
        variables.putAll(Map.of(ID, "id", SECRET, "s3cr3t", "OSS_ACCESS_KEY_ID", ""));
        assertEquals(Credentials.of("id", "s3cr3t"), source.get());
        variables.put(TOKEN, "t0k3n");
        assertEquals(Credentials.of("id", "s3cr3t", "t0k3n"), source.get());
    }

    @Test
    void prefersTheVariablesOfOssAndDoesNotCombineThem() {
        variables.putAll(Map.of(ID, "cloud", SECRET, "s3cr3t-cloud", TOKEN, "t0k3n-cloud"));
        variables.putAll(Map.of("OSS_ACCESS_KEY_ID", "id", "OSS_ACCESS_KEY_SECRET", "s3cr3t"));
        assertEquals(Credentials.of("id", "s3cr3t"), source.get());
    }

    @Test
    void rejectsMixedSets() {
        variables.putAll(Map.of(ID, "cloud", SECRET, "s3cr3t-cloud"));
        String rule = ": variables that begin with OSS_ and with ALIBABA_CLOUD_ are not combined";
        variables.put("OSS_ACCESS_KEY_ID", "id");
        assertEquals(
                "the environment variable OSS_ACCESS_KEY_SECRET is not set, but OSS_ACCESS_KEY_ID is set" + rule,
                failure(source));
        variables.remove("OSS_ACCESS_KEY_ID");
        variables.put("OSS_ACCESS_KEY_SECRET", "s3cr3t");
        assertEquals(
                "the environment variable OSS_ACCESS_KEY_ID is not set, but OSS_ACCESS_KEY_SECRET is set" + rule,
                failure(source));
        variables.remove("OSS_ACCESS_KEY_SECRET");
        variables.put("OSS_SESSION_TOKEN", "t0k3n");
        assertEquals(
                "the environment variable OSS_ACCESS_KEY_ID is not set, but OSS_SESSION_TOKEN is set" + rule,
                failure(source));
        variables.remove("OSS_SESSION_TOKEN");
        variables.remove(SECRET);
        assertEquals("the environment variable " + SECRET + " is not set, but " + ID + " is set", failure(source));
    }

    /** As {@code export OSS_ACCESS_KEY_ID=$MISSPELT} leaves it. */
    @Test
    void namesAnEmptyVariable() {
        variables.putAll(Map.of("OSS_ACCESS_KEY_ID", "", "OSS_ACCESS_KEY_SECRET", "s3cr3t"));
        assertEquals(
                "the environment variable OSS_ACCESS_KEY_ID is empty, but OSS_ACCESS_KEY_SECRET is set",
                failure(source));
    }

    @Test
    void namesTheMissingVariables() {
        assertEquals(
                "the environment variables OSS_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_ID are not set or empty",
                failure(source));
    }

    @Test
    void rejectsMalformedValuesWithoutShowingThem() {
        variables.putAll(Map.of(ID, "id", SECRET, "s3cr3t\n"));
        assertEquals(
                "accessKeySecret must not contain control characters or begin or end with a space, has U+000a at index 6",
                failure(source));
    }

    /** The variables of a real process. */
    @Test
    void readsTheEnvironmentOfTheProcess() throws Exception {
        assertEquals("cloud cloud", idsOfProcess(Map.of(ID, "cloud", SECRET, "s3cr3t")));
    }

    private String idsOfProcess(Map<String, String> set) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(JavaProcess.command());
        command.addAll(List.of(
                "-Xmx64m",
                "-Duser.home=" + home,
                "-cp",
                System.getProperty("java.class.path"),
                PrintIds.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("OSS_") || name.startsWith("ALIBABA_CLOUD_"));
        builder.environment().putAll(set);
        Process process = builder.start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertTrue(process.waitFor(60, TimeUnit.SECONDS), "the process did not end");
        return printed.strip();
    }

    /** Prints the ids of two sources. */
    static final class PrintIds {
        private PrintIds() {}

        public static void main(String[] args) throws IOException {
            System.out.println(CredentialsSource.environment().get().accessKeyId() + " "
                    + CloudCredentials.defaultChain().get().accessKeyId());
        }
    }
}
