package org.imagebuilder.composer.distributions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How often the data of distributions is read. */
class DefinitionsTest {

  @Test
  void definitions_are_read_once_however_many_requests_need_them() throws Exception {
    try (CountingLoader loader = new CountingLoader()) {
      Class<?> type = Class.forName(DistributionCatalog.class.getName(), true, loader);
      Object catalog = type.getConstructor().newInstance();
      Method find = type.getMethod("find", String.class);

      for (int request = 0; request < 50; request++) {
        for (String name : new String[] {"rhel-9.6", "rhel-10.0", "centos-9", "debian-13"}) {
          assertThat((Optional<?>) find.invoke(catalog, name)).as(name).isPresent();
        }
      }

      assertThat(loader.reads)
          .containsKeys("distributions/rhel-9.json", "distributions/index.json");
      assertThat(loader.reads).allSatisfy((file, reads) -> assertThat(reads).isOne());
    }
  }

  /** Has the room's classes for itself, and counts which files they open. */
  private static final class CountingLoader extends URLClassLoader {
    private final Map<String, Integer> reads = new ConcurrentHashMap<>();

    CountingLoader() {
      super(
          new URL[] {DistributionCatalog.class.getProtectionDomain().getCodeSource().getLocation()},
          DistributionCatalog.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(DistributionCatalog.class.getPackageName() + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      reads.merge(name, 1, Integer::sum);
      return super.getResourceAsStream(name);
    }
  }
}
