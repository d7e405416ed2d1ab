namespace Tocsin.Engine.Functions;

/// <summary>
/// Holds the functions that are in force now. Safe for any thread. Scripts are bound with what is in force, and a task goes on with what it
/// was bound with until it is started anew.
/// </summary>
public sealed class FunctionRegistry(FunctionSet functions)
{
    private readonly Lock _changing = new();
    private volatile FunctionSet _current = functions;
    private volatile IReadOnlyList<string> _problems = [];

    /// <summary>The functions in force.</summary>
    public FunctionSet Current => _current;

    /// <summary>What is wrong with the code of functions, told to who uses one that is not there; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems
    {
        get => _problems;
        set => _problems = value;
    }

    /// <summary>Puts some functions in the place of others; see <see cref="FunctionSet.Replace"/>.</summary>
    public IReadOnlyList<string> Replace(IReadOnlyCollection<UserFunction> gone, IReadOnlyList<UserFunction> made)
    {
        lock (_changing)
        {
            _current = _current.Replace(gone, made, out var errors);
            return errors;
        }
    }
}
