// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.benchmarks.footprint;

/** The process that the others are compared with. */
final class Nothing {
    private Nothing() {}

    public static void main(String[] arguments) {
        System.out.println("nothing");
    }
}
