// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.testing;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** An emulator without objects, a client of it, and the packaged command line with its settings. */
public abstract class PackagedFixture extends EmulatorFixture {
    /** Home and working directory of the command line. */
    @TempDir
    public Path home;

    public CliProcess cli;

    @Override
    final Path home() {
        return home;
    }

    @Override
    final void configure() {
        cli = CliProcess.in(home).with(emulator);
    }
}
