using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The memory of <c>count</c>.</summary>
internal sealed class CallCount : IMemory<long>
{
    public long Last { get; private set; }

    public long Next() => ++Last;
}
