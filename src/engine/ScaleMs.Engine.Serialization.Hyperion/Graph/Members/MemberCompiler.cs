using System.Reflection;
using System.Reflection.Emit;

namespace Akka.Serialization.Graph.Members;

internal delegate void WriteMembers(Slot[] slots, GraphWriter writer, object target);

internal delegate void ReadMembers(Slot[] slots, GraphReader reader, object target);

internal delegate void WriteStruct<T>(Slot[] slots, GraphWriter writer, ref T target)
    where T : struct;

internal delegate void ReadStruct<T>(Slot[] slots, GraphReader reader, ref T target)
    where T : struct;

/// <summary>
/// Compiles one method per type and direction that goes over the fields, private and init-only ones too, without reflection or
/// boxing. Expression trees will not assign init-only fields, hence the instructions.
/// </summary>
internal static class MemberCompiler
{
    private static readonly Dictionary<Type, string> Direct = new()
    {
        [typeof(bool)] = nameof(Boolean),
        [typeof(byte)] = nameof(Byte),
        [typeof(sbyte)] = nameof(SByte),
        [typeof(short)] = nameof(Int16),
        [typeof(int)] = nameof(Int32),
        [typeof(long)] = nameof(Int64),
        [typeof(ushort)] = nameof(UInt16),
        [typeof(uint)] = nameof(UInt32),
        [typeof(ulong)] = nameof(UInt64),
        [typeof(char)] = nameof(Char),
        [typeof(float)] = nameof(Single),
        [typeof(double)] = nameof(Double),
        [typeof(string)] = nameof(String),
        [typeof(Guid)] = nameof(Guid),
    };

    public static WriteMembers Writer(Member[] members) => EmitWriter<WriteMembers>(members, typeof(object));

    public static WriteStruct<T> StructWriter<T>(Member[] members)
        where T : struct => EmitWriter<WriteStruct<T>>(members, typeof(T).MakeByRefType());

    public static ReadMembers Reader(Member[] members) =>
        EmitReader<ReadMembers>(members, typeof(object), static (il, _) => il.Emit(OpCodes.Ldarg_2));

    public static ReadStruct<T> StructReader<T>(Member[] members)
        where T : struct =>
        EmitReader<ReadStruct<T>>(members, typeof(T).MakeByRefType(), static (il, _) => il.Emit(OpCodes.Ldarg_2));

    /// <summary>Reads one member into an object or a boxed structure; takes the slots of that member alone.</summary>
    public static ReadMembers SingleReader(Member member) => EmitReader<ReadMembers>([member], typeof(object), static (il, field) =>
    {
        il.Emit(OpCodes.Ldarg_2);
        if (field.DeclaringType!.IsValueType)
        {
            il.Emit(OpCodes.Unbox, field.DeclaringType);
        }
    });

    private static TDelegate EmitWriter<TDelegate>(Member[] members, Type target)
        where TDelegate : Delegate
    {
        var method = new DynamicMethod(
            "Write", typeof(void), [typeof(Slot[]), typeof(GraphWriter), target], typeof(GraphWriter).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        for (var i = 0; i < members.Length; i++)
        {
            var field = members[i].Field;
            if (DirectName(field.FieldType) is { } name)
            {
                il.Emit(OpCodes.Ldarg_1);
                LoadField(il, field);
                il.Emit(OpCodes.Call, typeof(GraphWriter).GetMethod($"Write{name}")!);
            }
            else if (members[i].Kind == MemberKind.Object && IsObjectSlot(members[i].Slot))
            {
                il.Emit(OpCodes.Ldarg_1);
                LoadField(il, field);
                il.Emit(OpCodes.Call, typeof(GraphWriter).GetMethod(nameof(GraphWriter.WriteObject))!);
            }
            else
            {
                LoadSlot(il, i);
                il.Emit(OpCodes.Ldarg_1);
                LoadField(il, field);
                il.Emit(OpCodes.Callvirt, SlotMethod(field, nameof(Slot<int>.Write)));
            }
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<TDelegate>();
    }

    private static TDelegate EmitReader<TDelegate>(Member[] members, Type target, Action<ILGenerator, FieldInfo> loadTarget)
        where TDelegate : Delegate
    {
        var method = new DynamicMethod(
            "Read", typeof(void), [typeof(Slot[]), typeof(GraphReader), target], typeof(GraphReader).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        for (var i = 0; i < members.Length; i++)
        {
            var field = members[i].Field;
            loadTarget(il, field);
            if (DirectName(field.FieldType) is { } name)
            {
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Call, typeof(GraphReader).GetMethod($"Read{name}")!);
            }
            else
            {
                LoadSlot(il, i);
                il.Emit(OpCodes.Ldarg_1);
                il.Emit(OpCodes.Callvirt, SlotMethod(field, nameof(Slot<int>.Read)));
            }

            il.Emit(OpCodes.Stfld, field);
        }

        il.Emit(OpCodes.Ret);
        return method.CreateDelegate<TDelegate>();
    }

    // On the evaluation stack an enum is its underlying integer.
    private static string? DirectName(Type type) =>
        Direct.GetValueOrDefault(type.IsEnum ? type.GetEnumUnderlyingType() : type);

    private static bool IsObjectSlot(Slot slot) => slot.GetType() is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ObjectSlot<>);

    private static MethodInfo SlotMethod(FieldInfo field, string name) => typeof(Slot<>).MakeGenericType(field.FieldType).GetMethod(name)!;

    private static void LoadField(ILGenerator il, FieldInfo field)
    {
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldfld, field);
    }

    private static void LoadSlot(ILGenerator il, int index)
    {
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, index);
        il.Emit(OpCodes.Ldelem_Ref);
    }
}
