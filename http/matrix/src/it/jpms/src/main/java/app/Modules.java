// SPDX-License-Identifier: Apache-2.0
package app;

import io.github.ossv4.credentials.CloudCredentials;
import io.github.ossv4.directories.Directories;
import io.github.ossv4.emulator.Emulator;
import io.github.ossv4.http.BucketClient;
import io.github.ossv4.http.credentials.CredentialsSource;
import io.github.ossv4.sign.Credentials;
import java.nio.file.Files;
import java.nio.file.Path;

/** Uses the modules that extend the client, with its internals that are exported to them, and then the client. */
public final class Modules {
    private Modules() {}

    public static void main(String[] arguments) throws Exception {
        CredentialsSource role = CloudCredentials.ecsRamRole("role");
        Path directory = Files.createTempDirectory("modules");
        Files.writeString(directory.resolve("cat.txt"), "meow");
        try (Emulator emulator = Emulator.builder().accessKey("id", "secret").start();
                BucketClient bucket = BucketClient.builder(emulator.endpoint(), "examplebucket")
                        .region("cn-hangzhou")
                        .credentials(Credentials.of("id", "secret"))
                        .build()) {
            Directories directories = Directories.of(bucket);
            directories.upload(directory, "photos").throwIfFailed();
            if (!directories.verify(directory, "photos").isSame() || role.origin() != null) {
                throw new IllegalStateException("the modules do not work");
            }
        } finally {
            Files.delete(directory.resolve("cat.txt"));
            Files.delete(directory);
        }
        WithEmulator.main(arguments);
    }
}
