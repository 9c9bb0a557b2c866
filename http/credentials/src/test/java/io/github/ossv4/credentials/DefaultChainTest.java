// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.credentials;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.http.internal.credentials.RefreshingCredentials;
import io.github.ossv4.http.testing.TestFiles;
import io.github.ossv4.sign.Credentials;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DefaultChainTest extends PlatformFixture {
    private static final String ROLES = "GET /latest/meta-data/ram/security-credentials/";

    private RefreshingCredentials source;

    @BeforeEach
    void create() {
        source = refreshing(new DefaultChain(platform.environment(), () -> platform));
    }

    /** A source that an application adds. */
    private CredentialsSource other(Credentials credentials) {
        return new CredentialsSource() {
            @Override
            public Credentials get() {
                if (credentials == null) {
                    throw new IllegalStateException("~/.other does not exist");
                }
                return credentials;
            }

            @Override
            public String origin() {
                return "other file";
            }
        };
    }

    private CredentialsSource chainWith(CredentialsSource other) {
        return refreshing(new DefaultChain(platform.environment(), () -> platform, List.of(other)));
    }

    @Test
    void usesAnotherSourceBeforeTheInstanceOnly() throws Exception {
        Credentials file = Credentials.of("other", "s3cr3t");

        CredentialsSource chain = chainWith(other(file));
        assertEquals("other", chain.get().accessKeyId());
        assertEquals("other file", chain.origin());
        assertTrue(server.requests.isEmpty(), "the metadata service is not called");
        configureFile();
        assertEquals("file", chainWith(other(file)).get().accessKeyId());
    }

    @Test
    void usesAnotherSourceAfterARoleOrUriThatAVariableNames() {
        variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", "http://127.0.0.1:1/");
        variables.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");

        IOException failure = assertThrows(IOException.class, chainWith(other(Credentials.of("other", "s3cr3t")))::get);

        assertTrue(failure.getMessage().contains("credentials URI: "), failure::toString);
    }

    @Test
    void listsAnotherSourceThatIsNotConfigured() {
        variables.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");

        IOException failure = assertThrows(IOException.class, chainWith(other(null))::get);

        assertTrue(
                failure.getMessage().contains("\n  other file: ~/.other does not exist\n  ECS RAM role: "),
                failure::toString);
    }

    private void configureVariables(String prefix, String id) {
        variables.put(prefix + "ACCESS_KEY_ID", id);
        variables.put(prefix + "ACCESS_KEY_SECRET", "s3cr3t");
    }

    private void configureOidc() throws IOException {
        sts.acceptOidcToken("t0k3n");
        variables.put("ALIBABA_CLOUD_ROLE_ARN", ROLE);
        variables.put("ALIBABA_CLOUD_OIDC_PROVIDER_ARN", PROVIDER);
        variables.put("ALIBABA_CLOUD_OIDC_TOKEN_FILE", write("token", "t0k3n").toString());
    }

    private Path configureCli() throws IOException {
        return write(".aliyun/config.json", """
                {"current": "p", "profiles": [
                  {"name": "p", "mode": "AK", "access_key_id": "cli", "access_key_secret": "s3cr3t"}]}
                """);
    }

    private Path configureFile() throws IOException {
        return write(".alibabacloud/credentials.ini", """
                [default]
                type = access_key
                access_key_id = file
                access_key_secret = s3cr3t
                """);
    }

    private void configureEcs() {
        server.respond(ROLES, 200, "MyRole");
        server.respond(ROLES + "MyRole", 200, document("ecs"));
    }

    private void configureUri() {
        server.respond("GET /uri", 200, document("uri"));
        variables.put("ALIBABA_CLOUD_CREDENTIALS_URI", server.url() + "uri");
    }

    private void unset(String prefix) {
        variables.keySet().removeIf(name -> name.startsWith(prefix));
    }

    private void assertNext(String id) throws IOException {
        assertId(id, refreshing(new DefaultChain(platform.environment(), () -> platform)));
    }

    @Test
    void createsNetworkClientsOnceAndOnlyIfNeeded() throws IOException {
        AtomicInteger created = new AtomicInteger();
        DefaultChain chain = new DefaultChain(platform.environment(), () -> {
            created.incrementAndGet();
            return platform;
        });
        configureVariables("OSS_", "variables");
        chain.fetch();
        assertEquals(0, created.get());

        variables.clear();
        configureCli();
        chain.fetch();
        chain.fetch();
        assertEquals(1, created.get());
    }

    @Test
    void namesTheSourceOfItsCredentials() throws IOException {
        CredentialsSource chain = refreshing(
                new LimitedLifetime(new DefaultChain(platform.environment(), () -> platform), platform.clock()));
        assertNull(chain.origin());
        configureCli();
        chain.get();
        assertEquals("profile of the CLI", chain.origin());
        assertNull(CredentialsSource.of(Credentials.of("id", "secret")).origin());
    }

    @Test
    void triesSourcesInTheDocumentedOrder() throws IOException {
        configureVariables("OSS_", "oss");
        configureVariables("ALIBABA_CLOUD_", "cloud");
        configureOidc();
        Path cli = configureCli();
        Path file = configureFile();
        configureEcs();
        configureUri();
        assertNext("oss");
        unset("OSS_");
        assertNext("cloud");
        unset("ALIBABA_CLOUD_ACCESS");
        assertNext("STS.1");
        unset("ALIBABA_CLOUD_OIDC_TOKEN_FILE");
        assertNext("cli");
        Files.delete(cli);
        assertNext("file");
        Files.delete(file);
        assertNext("ecs");
        server.remove(ROLES);
        assertNext("uri");
    }

    @Test
    void namesWhatWasTriedAndWhyItFailed() {
        String message = failure(source);
        assertEquals(
                """
                no credentials: the default chain found no credentials:
                  environment variables: OSS_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_ID are not set or empty
                  OIDC role: ALIBABA_CLOUD_OIDC_TOKEN_FILE is not set
                  profile of the CLI: %1$s does not exist
                  credentials file: %2$s does not exist
                  ECS RAM role: the metadata service returned 404 for %3$s: no role is attached to the instance
                  credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI is not set""".formatted(
                                home.resolve(".aliyun").resolve("config.json"),
                                home.resolve(".alibabacloud").resolve("credentials.ini"),
                                ROLES),
                message);
        assertEquals(message, failure(source).replaceFirst(" \\(the fetch failed; .*\\)", ""));
    }

    @Test
    void asksNoMetadataServiceOnTheMachineOfAnotherVendor() throws IOException {
        configureEcs();
        Path vendor = home.resolve("sys_vendor");
        Files.writeString(vendor, "Amazon EC2\n");
        String message = failure(source);
        assertTrue(
                message.contains(
                        "ECS RAM role: the vendor of this machine is Amazon EC2, not Alibaba; if it is an instance of ECS, set ALIBABA_CLOUD_ECS_METADATA to the name of its role\n"),
                message);
        assertEquals(List.of(), server.requests);
        Files.writeString(vendor, "Alibaba Cloud\n");
        clock.advance(Duration.ofMinutes(1));
        assertId("ecs", source);
    }

    /** The file is only a guess, the variable is a configuration. */
    @Test
    void asksForARoleThatAVariableNamesOnEachMachine() throws IOException {
        configureEcs();
        Files.writeString(home.resolve("sys_vendor"), "Amazon EC2\n");
        variables.put("ALIBABA_CLOUD_ECS_METADATA", "MyRole");
        assertId("ecs", source);
    }

    /** Opening a pipe waits for a writer. */
    @ParameterizedTest
    @ValueSource(strings = {".aliyun/config.json", ".alibabacloud/credentials.ini", ".alibabacloud/credentials"})
    void failsIfAFileIsAPipe(String name) throws IOException {
        Path pipe =
                TestFiles.createPipe(Files.createDirectories(home.resolve(name).getParent())
                        .resolve(home.resolve(name).getFileName()));
        String message = failure(source);
        assertTrue(
                message.contains("cannot read " + pipe + ": java.io.IOException: it is not a regular file"), message);
    }

    @Test
    void disablesSources() throws IOException {
        configureCli();
        configureEcs();
        variables.put("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "TRUE");
        variables.put("ALIBABA_CLOUD_ECS_METADATA_DISABLED", "true");
        String message = failure(source);
        assertTrue(
                message.contains("\n  profile of the CLI: disabled by ALIBABA_CLOUD_CLI_PROFILE_DISABLED\n"), message);
        assertTrue(message.contains("\n  ECS RAM role: disabled by ALIBABA_CLOUD_ECS_METADATA_DISABLED\n"), message);
        assertEquals(0, server.requests.size());
    }

    @Test
    void usesTheNamedRoleOfTheInstance() throws IOException {
        server.respond(ROLES + "Named", 200, document("named"));
        variables.put("ALIBABA_CLOUD_ECS_METADATA", "Named");
        assertId("named", source);
    }

    /** Another source may have other permissions. */
    @Test
    void doesNotReplaceAFailedSource() throws IOException {
        configureOidc();
        configureCli();
        configureUri();
        sts.reply(503, "{\"Code\": \"ServiceUnavailable\"}");
        assertEquals("""
                no credentials: a source of the default chain is configured, but failed:
                  environment variables: OSS_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_ID are not set or empty
                  OIDC role: STS at %s refused AssumeRoleWithOIDC with status 503, ServiceUnavailable""".formatted(sts.endpoint().substring("http://".length())), failure(source));
        clock.advance(Duration.ofSeconds(1));
        assertId("STS.1", source);
        sts.acceptOidcToken("t0k3n-other");
        clock.advance(Duration.ofHours(1));
        String message = failure(source);
        assertTrue(
                message.startsWith(
                        "no credentials: a source of the default chain is configured, but failed:\n  OIDC role: STS"),
                message);
    }

    @Test
    void reportsIncompleteVariables() throws IOException {
        configureCli();
        variables.put("ALIBABA_CLOUD_ACCESS_KEY_ID", "id");
        String message = failure(source);
        assertTrue(
                message.contains(
                        "\n  environment variables: the environment variable ALIBABA_CLOUD_ACCESS_KEY_SECRET is not set"),
                message);
    }

    @Test
    void keepsTheChosenSource() throws IOException {
        configureFile();
        assertId("file", source);
        configureCli();
        configureVariables("OSS_", "oss");
        clock.advance(Duration.ofMinutes(4));
        assertId("file", source);
    }

    @Test
    void startsAgainIfTheChosenSourceIsNoLongerConfigured() throws IOException {
        Path file = configureFile();
        configureUri();
        assertId("file", source);
        configureCli();
        Files.delete(file);
        clock.advance(Duration.ofMinutes(4));
        assertId("cli", source);
        assertEquals(0, server.requests.size());
    }

    @Test
    void keepsTheRoleOfTheInstanceDuringFailures() throws IOException {
        configureEcs();
        configureUri();
        assertId("ecs", source);
        server.respond(ROLES, 500, "");
        clock.advance(Duration.ofMinutes(59));
        assertId("ecs", source);
        clock.advance(Duration.ofMinutes(1));
        assertTrue(failure(source).contains("\n  ECS RAM role: the metadata service returned 500"));
        assertFalse(server.requests.contains("GET /uri"));
        configureEcs();
        clock.advance(Duration.ofMinutes(1));
        assertId("ecs", source);
    }

    @Test
    void readsRotatedFilesAndVariables() throws IOException {
        configureVariables("OSS_", "first");
        assertId("first", source);
        configureVariables("OSS_", "second");
        clock.advance(Duration.ofMinutes(3));
        assertId("second", source);
        configureVariables("OSS_", "third");
        source.refused(source.get());
        assertId("third", source);
    }

    @Test
    void escapesLines() throws IOException {
        configureCli();
        variables.put("ALIBABA_CLOUD_PROFILE", "a\nb");
        String message = failure(source);
        assertTrue(message.contains("config.json has no profile a\\u000ab\n"), message);
        assertEquals(7, message.lines().count());
    }

    @Test
    void passesOnAnInterrupt() {
        configureEcs();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedIOException.class, source::get);
        assertTrue(Thread.interrupted());
    }

    @Test
    void fetchesOnceFor32Threads() throws IOException {
        configureOidc();
        assertEquals("STS.1", idOf32Threads(source));
        assertEquals(1, sts.requests);
        clock.advance(Duration.ofHours(2));
        assertEquals("STS.2", idOf32Threads(source));
        assertEquals(2, sts.requests);
    }
}
