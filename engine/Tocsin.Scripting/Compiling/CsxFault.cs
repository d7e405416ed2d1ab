using System.Diagnostics;

namespace Tocsin.Scripting.Compiling;

/// <summary>Says where in a script an exception came from.</summary>
internal static class CsxFault
{
    /// <summary>The exception as <c>post.csx:12: HttpRequestException: what it says</c>.</summary>
    public static string TextOf(Exception error)
    {
        var text = string.IsNullOrWhiteSpace(error.Message) ? error.GetType().Name : $"{error.GetType().Name}: {error.Message}";

        // Only scripts are compiled with symbols whose files are called so.
        var frame = new StackTrace(error, fNeedFileInfo: true).GetFrames().FirstOrDefault(IsOfScript);
        return frame is null ? text : $"{Path.GetFileName(frame.GetFileName())}:{frame.GetFileLineNumber()}: {text}";
    }

    private static bool IsOfScript(StackFrame frame) =>
        frame.GetFileName() is { } file && (file.EndsWith(".csx", StringComparison.OrdinalIgnoreCase) || Path.GetFileName(file) == CsxSource.CodeName);
}
