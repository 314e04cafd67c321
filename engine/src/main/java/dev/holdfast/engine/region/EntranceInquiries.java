package dev.holdfast.engine.region;

import dev.holdfast.engine.region.RegionInquiry.Subject;
import dev.holdfast.engine.region.RegionLook.Kind;
import dev.holdfast.engine.spi.Site;
import dev.holdfast.model.topology.DeploymentSpec;
import dev.holdfast.model.topology.RegionSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks at the entrances of every deployment, from the vantage point of every region and from Holdfast itself. */
record EntranceInquiries(Site site) {
    /** The path that says whether a deployment serves, unless its setting {@value #HEALTH_SETTING} names another one. */
    private static final String USUAL_HEALTH_PATH = "/health/ready";

    private static final String HEALTH_SETTING = "health";

    /** The address to look from when it does not matter. */
    static final String ANYWHERE = "0.0.0.0";

    List<RegionInquiry> all() {
        return site.topology().deployments().stream().flatMap(this::of).toList();
    }

    private Stream<RegionInquiry> of(DeploymentSpec deployment) {
        return deployment.entrances().stream()
                .flatMap(entrance -> places().entrySet().stream()
                        .map(place -> of(deployment, entrance, place.getKey(), place.getValue())));
    }

    private Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        for (RegionSpec region : site.topology().regions()) {
            places.put(region.name(), region.vantage());
        }
        places.put(RegionLook.HOLDFAST, ANYWHERE);
        return places;
    }

    private RegionInquiry of(
            DeploymentSpec deployment, DeploymentSpec.Entrance entrance, String place, String vantage) {
        Subject subject = new Subject(Kind.ENTRANCE, entrance.region(), "entrance " + deployment.name(), place);
        String url = entrance.url() + deployment.settings().getOrDefault(HEALTH_SETTING, USUAL_HEALTH_PATH);
        return RegionInquiry.of(
                subject, limit -> subject.seen(site.reachability().http(vantage, url, limit)));
    }
}
