namespace Tocsin.Scripting.Compiling;

/// <summary>
/// Runs the compiler on a thread of its own. It looks after its own stack in most places; with more of it, what is allowed fits in the
/// others too.
/// </summary>
internal static class CsxThread
{
    public static Task<CsxBuild> Run(Func<CsxBuild> compile)
    {
        var build = new TaskCompletionSource<CsxBuild>(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(
            () =>
            {
                try
                {
                    build.SetResult(compile());
                }
                catch (Exception e)
                {
                    build.SetException(e);
                }
            },
            CsxLimits.StackSize)
        {
            IsBackground = true,
            Name = "tocsin compiles",
        };
        thread.Start();
        return build.Task;
    }
}
