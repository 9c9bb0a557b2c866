// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtendWith;

/** An emulator without objects, a client of it, and the command line in this JVM with its settings. */
@ExtendWith(HomeDirectory.class)
public abstract class CliFixture extends EmulatorFixture {
    /** Home and working directory of the command line. */
    public final Path home = HomeDirectory.PATH;

    public Cli cli;

    @Override
    final Path home() {
        return home;
    }

    @Override
    final void configure() {
        cli = Cli.withoutSettings().with(emulator);
    }
}
