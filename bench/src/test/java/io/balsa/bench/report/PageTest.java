package io.balsa.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PageTest {
    @Test
    void shouldNotLookAtWhatIsFilledInWhenItLooksLikeAPlace() {
        assertThat(Page.fill("a {{b}} c", Map.of("b", "{{d}}"))).isEqualTo("a {{d}} c");
    }

    @Test
    void shouldNameThePartWhenItIsUnknown() {
        assertThatThrownBy(() -> Page.fill("a {{b}} c", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("name=b");
    }

    @Test
    void shouldNameTheResourceWhenItIsMissing() {
        assertThatThrownBy(() -> Page.resource(Page.class, "none.css"))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessage("missing from the class path: resource=none.css");
    }
}
