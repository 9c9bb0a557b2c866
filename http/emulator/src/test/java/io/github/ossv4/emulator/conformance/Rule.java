// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.emulator.conformance;

/**
 * A rule of OSS and its test.
 *
 * @param emulatorOnly whether the test needs the emulator, for example a server that receives callbacks
 */
record Rule(String operation, String text, Source source, boolean emulatorOnly, Check check) {
    /** Fails if the server does not follow the rule. */
    interface Check {
        void run(ServerUnderTest oss) throws Exception;
    }
}
