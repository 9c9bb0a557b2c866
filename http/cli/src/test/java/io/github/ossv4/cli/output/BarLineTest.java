// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.cli.output;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.ossv4.cli.output.BarLine.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BarLineTest {
    private static final long MIB = 1 << 20;
    private static final BarLine HALF = new BarLine("upload", 50 * MIB, 100 * MIB, MIB, 50, Phase.RUNNING);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "80 | upload  50% [===========>           ]  50.0 MiB of 100 MiB  1.0 MiB/s  0:50 left",
                "64 | upload  50% [===>   ]  50.0 MiB of 100 MiB  1.0 MiB/s  0:50 left",
                "61 | upload  50%  50.0 MiB of 100 MiB  1.0 MiB/s  0:50 left",
                "40 | upload  50%  1.0 MiB/s  0:50 left",
                "30 | 50%  1.0 MiB/s  0:50 left",
                "20 | 1.0 MiB/s  0:50 left"
            })
    void keepsRateAndTimeWhereThereIsLittleSpace(int width, String line) {
        assertEquals(line, HALF.render(width));
    }

    @Test
    void hasATextForALog() {
        assertEquals("upload: 50.0 MiB of 100 MiB (50%), 1.0 MiB/s, 0:50 left", HALF.text());
        assertEquals("sync: 50.0 MiB, 1.0 MiB/s", new BarLine("sync", 50 * MIB, -1, MIB, -1, Phase.RUNNING).text());
    }

    @Test
    void fillsTheWidth() {
        for (int width = 64; width < 200; width++) {
            assertEquals(width, HALF.render(width).length());
        }
        for (int width = 25; width < 64; width++) {
            assertTrue(HALF.render(width).length() <= width, HALF.render(width));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1048576, 1048576, 12, ENDED, upload 100%  1.0 MiB of 1.0 MiB  512 KiB/s  in 0:12",
        "0, 0, 3725, ENDED, upload 100% [=====]  0 B of 0 B  512 KiB/s  in 1:02:05",
        "1048576, -1, -1, RUNNING, upload  1.0 MiB  512 KiB/s",
        "2097152, 1048576, -1, RUNNING, upload 100% [=========]  2.0 MiB of 1.0 MiB  512 KiB/s"
    })
    void showsSizesInTheUnitOfTheRest(long bytes, long total, long seconds, Phase phase, String line) {
        assertEquals(line, new BarLine("upload", bytes, total, 512 * 1024, seconds, phase).render(54));
    }
}
