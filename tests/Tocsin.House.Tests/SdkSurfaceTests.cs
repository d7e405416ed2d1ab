using Tocsin.Sdk;

namespace Tocsin.House.Tests;

/// <summary>What plugin authors build on changes only on purpose.</summary>
public sealed class SdkSurfaceTests
{
    private const string Approved = "tests/Tocsin.House.Tests/Tocsin.Sdk.approved.txt";

    [Fact]
    public void The_sdk_is_as_approved()
    {
        var now = ApiText.Of(typeof(AlertEvent).Assembly);
        var received = Path.Combine(AppContext.BaseDirectory, "Tocsin.Sdk.received.txt");
        File.WriteAllText(received, now);

        now.Should().Be(Repository.Read(Approved), $"to approve the change, copy {received} over {Approved}");
    }
}
