// SPDX-License-Identifier: Apache-2.0
package io.github.ossv4.servlet.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.security.servlet.SecurityAutoConfiguration;
import org.springframework.boot.autoconfigure.security.servlet.UserDetailsServiceAutoConfiguration;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** A Spring Boot application. */
public final class SpringServer implements WebServer {
    /** The classes that configure Spring Security. */
    public static final String SECURITY =
            SecurityAutoConfiguration.class.getName() + "," + UserDetailsServiceAutoConfiguration.class.getName();

    private final ServletWebServerApplicationContext context;

    private SpringServer(ServletWebServerApplicationContext context) {
        this.context = context;
    }

    /** Starts an application without Spring Security, with additional beans by their name. */
    public static SpringServer start(Class<?> application, Map<String, Supplier<?>> beans, String... properties)
            throws Exception {
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.add("--spring.autoconfigure.exclude=" + SECURITY);
        return startSecured(application, beans, arguments.toArray(String[]::new));
    }

    /** Starts an application with Spring Security. */
    public static SpringServer startSecured(
            Class<?> application, Map<String, Supplier<?>> beans, String... properties) {
        SpringApplication spring = new SpringApplication(application);
        spring.addInitializers(
                context -> beans.forEach((name, bean) -> register((GenericApplicationContext) context, name, bean)));
        List<String> arguments = new ArrayList<>(List.of(properties));
        arguments.add("--server.port=0");
        arguments.add("--server.address=127.0.0.1");
        arguments.add("--spring.main.banner-mode=off");
        return new SpringServer((ServletWebServerApplicationContext) spring.run(arguments.toArray(String[]::new)));
    }

    @SuppressWarnings("unchecked")
    private static <T> void register(GenericApplicationContext context, String name, Supplier<?> bean) {
        Supplier<T> typed = (Supplier<T>) bean;
        context.registerBean(name, (Class<T>) bean.get().getClass(), typed);
    }

    @Override
    public int port() {
        return context.getWebServer().getPort();
    }

    @Override
    public void close() {
        context.close();
    }
}
