namespace Tocsin.Pipelines.Functions;

/// <summary>
/// Holds the functions that are in force now, whoever brings them: this is the one place where plugins and files of C# come together. Safe
/// for any thread. Scripts are bound with what is in force, and a task goes on with what it was bound with until it is started anew.
/// </summary>
public sealed class FunctionRegistry(FunctionSet functions)
{
    private readonly Lock _changing = new();
    private volatile FunctionSet _current = functions;
    private volatile IReadOnlyList<string> _problems = [];
    private IReadOnlyList<UserFunction> _waiting = [];

    /// <summary>The functions in force.</summary>
    public FunctionSet Current => _current;

    /// <summary>What is wrong with the code of functions, told to who uses one that is not there; empty when nothing is.</summary>
    public IReadOnlyList<string> Problems
    {
        get => _problems;
        set => _problems = value;
    }

    /// <summary>
    /// Puts some functions in the place of others; see <see cref="FunctionSet.Replace"/>. One whose name is taken waits until the name is
    /// free.
    /// </summary>
    /// <returns>Which ones wait.</returns>
    public IReadOnlyList<string> Replace(IReadOnlyCollection<UserFunction> gone, IReadOnlyList<UserFunction> made)
    {
        lock (_changing)
        {
            var offered = made.Concat(_waiting.Where(function => !gone.Contains(function))).ToList();
            var now = _current.Replace(gone, offered, out var errors);
            _waiting = [.. offered.Where(function => !now.Contains(function))];
            _current = now;
            return errors;
        }
    }
}
