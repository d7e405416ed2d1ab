using Tocsin.Dsl.Text;

namespace Tocsin.Dsl.Lambda.Functions;

/// <summary>Sizes in steps of 1000 with at most two digits of precision below ten.</summary>
internal static class HumanBytes
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Format(ulong bytes)
    {
        if (bytes < 10)
            return $"{bytes} B";

        var step = Math.Min((int)Math.Floor(Math.Log(bytes) / Math.Log(1000)), Units.Length - 1);
        var value = Math.Floor((bytes / Math.Pow(1000, step) * 10) + 0.5) / 10;
        return $"{GoFloat.Format(value, 'f', value < 10 ? 1 : 0)} {Units[step]}";
    }
}
