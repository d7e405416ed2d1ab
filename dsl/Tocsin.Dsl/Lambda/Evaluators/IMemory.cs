namespace Tocsin.Dsl.Lambda.Evaluators;

/// <summary>The memory of a function: what it answered last can be read without a call, which would count.</summary>
internal interface IMemory<TResult>
{
    TResult Last { get; }
}
