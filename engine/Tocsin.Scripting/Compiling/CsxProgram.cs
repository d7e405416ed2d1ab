using System.Reflection;
using Tocsin.Alerting.Foreign;

namespace Tocsin.Scripting.Compiling;

/// <summary>
/// A compiled script. Its assembly goes when nobody holds the program or anything of it any more, such as a call that still runs. Safe for
/// any thread.
/// </summary>
internal sealed class CsxProgram(ForeignCode code, CsxLoadContext context, Assembly assembly, MethodInfo entry)
{
    // The script's place among the variables it is given: the globals come first.
    private const int Slots = 2;

    private Delegate? _entry;

    public ForeignCode Code => code;

    /// <summary>Its world, which it keeps from being unloaded.</summary>
    public CsxLoadContext Context => context;

    public Assembly Assembly => assembly;

    /// <summary>Runs the script from its first line.</summary>
    /// <param name="globals">What the script sees as its own members.</param>
    public async Task<T?> RunAsync<T>(object? globals)
    {
        // Made by whoever comes first; made twice, both are the same.
        var call = (Func<object?[], Task<T?>>)(_entry ??= entry.CreateDelegate<Func<object?[], Task<T?>>>());
        var slots = new object?[Slots];
        slots[0] = globals;
        try
        {
            return await call(slots).ConfigureAwait(false);
        }
        finally
        {
            // A context that nobody holds begins to unload, and then loads nothing more that the script may still need.
            GC.KeepAlive(context);
        }
    }
}
