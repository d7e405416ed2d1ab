using Tocsin.Dsl.Lambda.Evaluators;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>The memory of <c>count</c>.</summary>
internal sealed class CallCount : IMemory<long>, ISavedMemory
{
    public long Last { get; private set; }

    public int Size => 1;

    public long Next() => ++Last;

    public void Save(Span<long> numbers) => numbers[0] = Last;

    public void Load(ReadOnlySpan<long> numbers) => Last = numbers[0];
}
