namespace Tocsin.Sdk.TestKit;

/// <summary>A clock that stands still.</summary>
/// <param name="now">What it shows.</param>
public sealed class FixedTime(DateTimeOffset now) : TimeProvider
{
    public override DateTimeOffset GetUtcNow() => now;
}
