using Tocsin.Alerting.Alerts.Silencing;
using Tocsin.Alerting.Configuration.Reading;

namespace Tocsin.Engine.Tests.Alerts.Silences;

public sealed class SilenceDefinitionTests
{
    [Theory]
    [InlineData("""{"matchers":["a=b"],"until":"2026-01-31T18:00:00Z"}""", null)]
    [InlineData("""{"matchers":["a=b"],"until":"2026-01-31 18:00","from":"2026-01-31T18:00:00+01:00"}""", null)]
    [InlineData("""{"matchers":["a=b","c!~\"x\""],"until":"resolved"}""", null)]
    [InlineData("""{"matchers":["a=b"],"when":{"days":"mon-fri","from":"22:00","to":"06:00","zone":"Europe/Berlin"}}""", null)]
    [InlineData("""{"matchers":["sevrity!=critical"],"until":"2026-01-31"}""", "would silence everything")]
    [InlineData("""{"matchers":["severity!=critical"],"until":"2026-01-31"}""", null)]
    [InlineData("""{"until":"2026-01-31"}""", "needs the option 'matchers'")]
    [InlineData("""{"matchers":[],"until":"2026-01-31"}""", "would silence everything")]
    [InlineData("""{"matchers":["a=~.*"],"until":"2026-01-31"}""", "would silence everything")]
    [InlineData("""{"matchers":["a="],"until":"2026-01-31"}""", "would silence everything")]
    [InlineData("""{"matchers":["a=~("],"until":"2026-01-31"}""", "the expression of a cannot be read: ")]
    [InlineData("""{"matchers":["a"],"until":"2026-01-31"}""", "'a' is not a matcher: write name=\"value\"")]
    [InlineData("""{"matchers":["a=\"b"],"until":"2026-01-31"}""", "a quote too many or too few")]
    [InlineData("""{"matchers":["a=b"]}""", "a silence needs an end")]
    [InlineData("""{"matchers":["a=b"],"until":"soon"}""", "'soon' is not a time such as 2026-01-31T18:00:00Z, or resolved")]
    [InlineData("""{"matchers":["a=b"],"from":"2026-02-01","until":"2026-01-31"}""", "would end at 2026-01-31, before it begins at 2026-02-01")]
    [InlineData("""{"matchers":["a=b"],"until":"2026-01-31","handlers":["[a"]}""", "'[a' is not a pattern of handlers")]
    [InlineData("""{"matchers":["a=b"],"until":"2026-01-31","id":"a/b"}""", "unlike \"a/b\"")]
    [InlineData("""{"matchers":["a=b"],"until":"2026-01-31","id":".."}""", "means a place in addresses")]
    [InlineData("""{"matchers":["a=b"],"untill":"2026-01-31"}""", "did you mean 'until'?")]
    [InlineData("""{"matchers":["a=b"],"when":{"from":"22:00","to":"22:00"}}""", "has no length")]
    [InlineData("""{"matchers":["a=b"],"when":{"from":"22:00","to":"06:00","zone":"Europe/Berln"}}""", "did you mean 'Europe/Berlin'?")]
    public void Definitions_are_taken_or_refused_with_what_is_wrong(string json, string? expected)
    {
        var problems = AlertSilences.Check(ConfigJson.Parse(json));

        if (expected is null)
            problems.Should().BeEmpty();
        else
            problems.Should().ContainSingle().Which.Message.Should().Contain(expected);
    }
}
