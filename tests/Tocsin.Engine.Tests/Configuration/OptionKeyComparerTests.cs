using Tocsin.Alerting.Configuration;

namespace Tocsin.Engine.Tests.Configuration;

public sealed class OptionKeyComparerTests
{
    [Theory]
    [InlineData("author-name", "author_name", true)]
    [InlineData("disable-partition-by-id", "disablePartitionById", true)]
    [InlineData("headers.api-key", "Headers.apikey", true)]
    [InlineData("url", "-URL_", true)]
    [InlineData("url", "urls", false)]
    [InlineData("urls", "url", false)]
    [InlineData("headers.a", "headersa", false)]
    [InlineData("", "--", true)]
    [InlineData("a", null, false)]
    public void Keys_are_compared_by_their_letters(string one, string? other, bool areEqual)
    {
        OptionKeyComparer.Instance.Equals(one, other).Should().Be(areEqual);
        if (areEqual)
            OptionKeyComparer.Instance.GetHashCode(one).Should().Be(OptionKeyComparer.Instance.GetHashCode(other!));
    }

    [Fact]
    public void Secrets_are_hidden_however_their_key_is_written()
    {
        var secrets = OptionsShape.Of(typeof(Options)).SecretPaths();

        OptionMask.TryMask("""{"apiKey":"s1","api_key":"s2","API-KEY":"s3","other":"o"}""", secrets.Contains, out var masked).Should().BeTrue();

        masked.Should().Be("""{"apiKey":"***","api_key":"***","API-KEY":"***","other":"o"}""");
        OptionMask.Restore("""{"api-key":"***"}""", """{"apiKey":"s1"}""", secrets.Contains, out var problem).Should().Be("""{"api-key":"s1"}""");
        problem.Should().BeNull();
    }

    [Sdk.HandlerOptions]
    private sealed record Options
    {
        [Sdk.Secret]
        public string ApiKey { get; init; } = "";

        public string Other { get; init; } = "";
    }
}
