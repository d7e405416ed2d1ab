namespace Tocsin.Dsl.Lambda;

/// <summary>The memory of a function that can outlive the process.</summary>
internal interface ISavedMemory
{
    /// <summary>Of how many numbers it consists.</summary>
    int Size { get; }

    /// <summary>Writes it down; there is room for exactly <see cref="Size"/> numbers.</summary>
    void Save(Span<long> numbers);

    /// <summary>Takes up what was written down.</summary>
    void Load(ReadOnlySpan<long> numbers);
}
