using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Variables;

namespace Tocsin.Engine.Tests.Configuration;

public sealed class FilledOptionsTests
{
    [Fact]
    public void What_came_through_a_variable_is_not_filled_in_again()
    {
        var file = FilledOptions.Of(Options("${env:OUTER}"), Environment);

        var again = FilledOptions.OfKey((ConfigMap)file.Options, "options", Environment);

        ConfigJson.Write(again.Options).Should().Be("""{"code":"inner","options":{"k":"${env:INNER}"}}""");
        again.SecretValues.Should().BeEmpty("whoever filled the file knows them");
    }

    [Fact]
    public void Variables_below_another_key_are_left_as_they_are()
    {
        var filled = FilledOptions.OfKey(Options("${env:OUTER}"), "options", Environment);

        ConfigJson.Write(filled.Options).Should().Be("""{"code":"${env:INNER}","options":{"k":"${env:INNER}"}}""");
        filled.SecretValues.Should().Contain("${env:INNER}");
    }

    [Fact]
    public void A_variable_without_a_value_is_reported_with_its_path()
    {
        var filled = FilledOptions.OfKey(Options("${env:NOBODY}"), "options", Environment);

        filled.Problems.Should().ContainSingle().Which.Message.Should().Be("option 'options.k': the environment variable NOBODY is not set");
    }

    private static ConfigMap Options(string value) => new(
    [
        new ConfigEntry("code", new ConfigText("${env:INNER}")), new ConfigEntry("options", new ConfigMap([new ConfigEntry("k", new ConfigText(value))])),
    ]);

    private static string? Environment(string name) => name switch { "OUTER" => "${env:INNER}", "INNER" => "inner", _ => null };
}
