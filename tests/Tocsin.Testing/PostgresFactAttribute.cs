using Xunit;

namespace Tocsin.Testing;

/// <summary>A test with a real PostgreSQL: skipped where there is none, with the way to get it; in CI it fails then.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute()
    {
        if (PostgresServer.WhyNot is { } why)
            Skip = why;
    }
}
