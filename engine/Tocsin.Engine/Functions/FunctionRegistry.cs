namespace Tocsin.Engine.Functions;

/// <summary>
/// Holds the functions that are in force now. Safe for any thread. Scripts are bound with what is in force, and a task goes on with what it
/// was bound with until it is started anew.
/// </summary>
public sealed class FunctionRegistry(FunctionSet functions)
{
    private volatile FunctionSet _current = functions;

    /// <summary>The functions in force.</summary>
    public FunctionSet Current => _current;

    /// <summary>Puts other functions in force, for whoever asks from now on.</summary>
    public void Swap(FunctionSet functions) => _current = functions;
}
