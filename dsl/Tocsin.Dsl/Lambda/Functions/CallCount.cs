namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The memory of <c>count</c>.</summary>
internal sealed class CallCount
{
    private long _count;

    public long Next() => ++_count;
}
