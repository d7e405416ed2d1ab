using Tocsin.Alerting.Configuration;
using Tocsin.Alerting.Configuration.Binding;
using Tocsin.Alerting.Configuration.Reading;
using Tocsin.Alerting.Configuration.Secrets;
using Tocsin.Sdk;

namespace Tocsin.Engine.Tests.Configuration;

public sealed class OptionAliasTests
{
    [Theory]
    [InlineData("""{"api-key":"a"}""", "a")]
    [InlineData("""{"api_key":"b"}""", "b")]
    [InlineData("""{"api-key":"a","apikey":"c"}""", "c")]
    public void Option_is_taken_under_each_of_its_keys(string json, string value)
    {
        var problems = new List<ConfigProblem>();

        var bound = (Options)OptionsBinder.Bind(typeof(Options), ConfigJson.Parse(json), new BindRules("x:"), problems);

        problems.Should().BeEmpty();
        bound.ApiKey.Should().Be(value);
    }

    [Fact]
    public void Other_ways_to_write_a_key_are_refused()
    {
        var problems = new List<ConfigProblem>();

        OptionsBinder.Bind(typeof(Options), ConfigJson.Parse("""{"oth_er":"a"}"""), new BindRules("x:"), problems);

        problems.Should().ContainSingle().Which.Message.Should().Be("x: has no option 'oth_er'; did you mean 'oth-er'?");
    }

    [Fact]
    public void Secrets_are_hidden_under_each_of_their_keys()
    {
        var secrets = OptionsShape.Of(typeof(Options)).SecretPaths();

        OptionMask.TryMask("""{"api-key":"s1","api_key":"s2","Apikey":"s3","oth-er":"o"}""", secrets.Contains, out var masked).Should().BeTrue();

        masked.Should().Be("""{"api-key":"***","api_key":"***","Apikey":"***","oth-er":"o"}""");
    }

    [HandlerOptions]
    private sealed record Options
    {
        [Secret]
        [OptionAlias("api_key")]
        [OptionAlias("apikey")]
        public string ApiKey { get; init; } = "";

        public string OthEr { get; init; } = "";
    }
}
