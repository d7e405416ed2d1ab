using Xunit;

namespace Tocsin.Testing;

/// <summary>A test that needs a disk of its own. Skipped with the reason where none can be mounted, which takes root; in CI it fails then.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class VolumeFactAttribute : FactAttribute
{
    public VolumeFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true")
            Skip = SmallVolume.WhyNot;
    }
}
