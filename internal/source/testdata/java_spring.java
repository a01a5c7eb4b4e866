package com.acme.web;

import com.acme.Names;
import javax.servlet.http.HttpServletRequest;
import lombok.*;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.core.env.Environment;
import org.springframework.http.*;
import org.springframework.web.bind.annotation.*;
import org.springframework.web.client.*;
import org.springframework.web.reactive.function.client.WebClient;
import org.springframework.web.util.UriComponentsBuilder;
import java.net.URI;
import java.time.Duration;
import java.util.*;

@ConfigurationProperties(prefix = "crm")
@Data
class CrmProperties {
    private String url = "https://crm.acme.io";
    private String apiKey;
    private Retry retry = new Retry();

    @Data
    static class Retry { private String host; }
}

@Service
@RequiredArgsConstructor
class CrmService {
    private static final Logger log = LoggerFactory.getLogger(CrmService.class);
    private final RestTemplate restTemplate;
    private final CrmProperties properties;
    @Value("${erp.url:http://erp.acme.io}/v1") private String erp;
    @Value("${erp.token}") private String token;

    void entity(String id) {
        HttpHeaders headers = new HttpHeaders();
        headers.setBearerAuth(token);
        headers.setContentType(MediaType.APPLICATION_JSON);
        restTemplate.exchange(erp + "/" + id, HttpMethod.GET, new HttpEntity<>(headers), String.class);
        log.info("sent with {}", token);
    }

    void post(Map<String, String> body) {
        HttpHeaders headers = new HttpHeaders();
        headers.add("X-Api-Key", properties.getApiKey());
        restTemplate.postForObject(properties.getUrl() + "/items", new HttpEntity<>(body, headers), String.class);
        restTemplate.getForObject("http://" + properties.getRetry().getHost() + "/ping", String.class);
    }

    void put() {
        restTemplate.put(UriComponentsBuilder.fromHttpUrl("http://put.acme.io").path("/x").queryParam("a", 1).toUriString(), null);
        restTemplate.delete("https://delete.acme.io/{id}", 3);
        restTemplate.exchange(RequestEntity.get(URI.create("https://entity.acme.io")).header(HttpHeaders.AUTHORIZATION, "Bearer " + token).build(), String.class);
    }
}

class Built {
    private final RestTemplate template;

    Built(RestTemplateBuilder builder, Environment env, @Value("${built.key}") String key) {
        this.template = builder.rootUri(env.getProperty("built.root", "http://built.acme.io")).defaultHeader("X-Api-Key", key).setReadTimeout(Duration.ofSeconds(3)).build();
    }

    void get() { template.getForEntity("/x", String.class); }
    void basic() { new RestTemplateBuilder().basicAuthentication("u", System.getenv("B_PASSWORD")).build().postForEntity("https://basic.acme.io", null, null); }
    void signed() {
        RestTemplate t = new RestTemplate();
        t.setInterceptors(List.of((request, body, execution) -> { request.getHeaders().set("Authorization", "Bearer " + System.getenv("S_TOKEN")); return execution.execute(request, body); }));
        t.delete("https://signed.acme.io");
    }
}

class Reactive {
    private final WebClient client = WebClient.builder().baseUrl("http://web.acme.io").defaultHeader("Authorization", "Bearer " + System.getenv("W_TOKEN")).build();

    Object get(String id) { return client.get().uri("/items/{id}", id).retrieve().bodyToMono(String.class); }
    Object post(String token) {
        return WebClient.create("https://post.acme.io").post().uri("/x").headers(h -> h.setBearerAuth(token)).bodyValue("x").exchangeToMono(null);
    }
    void rest(RestClient rest) { rest.method(HttpMethod.PUT).uri("https://rest.acme.io").header("X-Api-Key", System.getenv("R_KEY")).retrieve(); }
    void made() {
        RestClient c = RestClient.builder().defaultHeaders(h -> h.setBasicAuth("u", System.getenv("RC_PASSWORD"))).build();
        c.put().uri("https://put.acme.io").retrieve();
        c.patch().uri("https://patch.acme.io").exchange(null);
        c.delete().uri("https://delete.acme.io").retrieve();
    }
}

@RestController
class Proxy {
    private static final Set<String> ALLOWED = Set.of("a.acme.io", "b.acme.io");
    private final RestTemplate rest = new RestTemplate();

    @GetMapping("/fetch")
    String fetch(@RequestParam("url") String url, @RequestHeader("Authorization") String auth) {
        return rest.exchange(url, HttpMethod.GET, new HttpEntity<>(with(auth)), String.class).getBody();
    }

    @PostMapping("/checked")
    String checked(@RequestBody Hook hook, @RequestHeader String authorization) {
        URI uri = URI.create(hook.getTarget());
        if (!"https".equals(uri.getScheme()) || !ALLOWED.contains(uri.getHost())) throw new IllegalArgumentException();
        return rest.exchange(hook.getTarget(), HttpMethod.POST, new HttpEntity<>(with(authorization)), String.class).getBody();
    }

    @GetMapping("/loose/{host}")
    String loose(@PathVariable String host, HttpServletRequest request) {
        if (!host.endsWith("acme.io")) return null;
        rest.exchange("https://" + host + "/x", HttpMethod.GET, new HttpEntity<>(with(request.getHeader("Authorization"))), String.class);
        return "https://" + request.getServerName() + "/x";
    }

    private static HttpHeaders with(String auth) {
        HttpHeaders h = new HttpHeaders();
        h.set("Authorization", auth);
        return h;
    }

    @Data static class Hook { private String target; }
}
