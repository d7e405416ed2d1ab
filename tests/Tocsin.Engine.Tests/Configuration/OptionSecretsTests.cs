using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Configuration;

public sealed class OptionSecretsTests
{
    [Fact]
    public void Values_of_secret_options_are_secret_unless_everybody_knows_them()
    {
        Of(new Options()).Should().BeEmpty();
        Of(new Options { Community = "kapacitor", Url = "http://a.example/" }).Should().BeEmpty();
        Of(new Options { Community = "k4p", Url = "http://ann:pw@a.example/", Inner = new Part { Key = "deep" } }).Should().Contain(["k4p", "deep"]).And.Contain(text => text.Contains("pw"));
    }

    private static IEnumerable<string> Of(Options options) => OptionSecrets.Of(OptionsShape.Of(typeof(Options)), options);

    internal sealed record Options
    {
        [Secret]
        public string Community { get; init; } = "kapacitor";

        public string Url { get; init; } = "";

        public Part Inner { get; init; } = new();
    }

    internal sealed record Part
    {
        [Secret]
        public string Key { get; init; } = "";
    }
}
