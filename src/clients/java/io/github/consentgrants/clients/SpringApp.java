package io.github.consentgrants.clients;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.security.oauth2.core.oidc.user.OidcUser;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** An application as Spring Boot makes it of settings alone: every page wants a sign-in. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class SpringApp {
    @GetMapping("/")
    String home(@AuthenticationPrincipal OidcUser user) {
        return "Signed in as " + user.getPreferredUsername();
    }
}
