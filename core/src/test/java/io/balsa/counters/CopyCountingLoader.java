package io.balsa.counters;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Loads Balsa and Agrona anew, with a call to {@link Meter#onCopy} before every copy of a block of memory: in Agrona, whose buffers all
 * copy in one place, and wherever Balsa copies arrays or byte buffers. So a copy is counted wherever it hides.
 *
 * <p>What the system copies in a read or write of a channel is not seen; a {@link Counter} counts these bytes where they leave.
 */
final class CopyCountingLoader extends ClassLoader {
    private static final String METER = "io/balsa/counters/Meter";
    private static final String AGRONA_MEMORY = "org/agrona/UnsafeApi";
    private static final int ASM = Opcodes.ASM9;
    /** Descriptors of the bulk transfers of a byte buffer that end with a length. */
    private static final Set<String> WITH_LENGTH = Set.of(
            "([BII)Ljava/nio/ByteBuffer;",
            "(I[BII)Ljava/nio/ByteBuffer;",
            "(ILjava/nio/ByteBuffer;II)Ljava/nio/ByteBuffer;");

    CopyCountingLoader(final ClassLoader parent) {
        super(parent);
    }

    @Override
    protected Class<?> loadClass(final String name, final boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith("io.balsa.") && !name.startsWith("org.agrona.")) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            final Class<?> loaded = findLoadedClass(name);
            return loaded != null ? loaded : define(name);
        }
    }

    private Class<?> define(final String name) throws ClassNotFoundException {
        try (InputStream stream = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
            if (stream == null) {
                throw new ClassNotFoundException(name);
            }
            final ClassReader reader = new ClassReader(stream);
            final ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
            reader.accept(new CountingClass(writer, reader.getClassName().equals(AGRONA_MEMORY)), 0);
            final byte[] changed = writer.toByteArray();
            return defineClass(name, changed, 0, changed.length);
        } catch (final IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    private static final class CountingClass extends ClassVisitor {
        private final boolean isAgronaMemory;

        private CountingClass(final ClassVisitor next, final boolean isAgronaMemory) {
            super(ASM, next);
            this.isAgronaMemory = isAgronaMemory;
        }

        @Override
        public MethodVisitor visitMethod(
                final int access,
                final String name,
                final String descriptor,
                final String signature,
                final String[] exceptions) {
            final MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            final boolean copies = isAgronaMemory && name.equals("copyMemory");
            return new CountingMethod(next, copies ? lengthVariable(descriptor) : -1);
        }

        /** The last parameter: of (from, to, length), or of (array, offset, array, offset, length). */
        private static int lengthVariable(final String descriptor) {
            return descriptor.startsWith("(J") ? 4 : 6;
        }
    }

    private static final class CountingMethod extends MethodVisitor {
        private final int lengthVariable;

        private CountingMethod(final MethodVisitor next, final int lengthVariable) {
            super(ASM, next);
            this.lengthVariable = lengthVariable;
        }

        @Override
        public void visitCode() {
            super.visitCode();
            if (lengthVariable >= 0) {
                super.visitVarInsn(Opcodes.LLOAD, lengthVariable);
                callMeter();
            }
        }

        @Override
        public void visitMethodInsn(
                final int opcode,
                final String owner,
                final String name,
                final String descriptor,
                final boolean isInterface) {
            if (owner.equals("java/lang/System") && name.equals("arraycopy")) {
                countTopOfStack();
            } else if (owner.equals("java/nio/ByteBuffer") && (name.equals("put") || name.equals("get"))) {
                countTransfer(descriptor);
            }
            super.visitMethodInsn(opcode, owner, name, descriptor, isInterface);
        }

        private void countTransfer(final String descriptor) {
            if (WITH_LENGTH.contains(descriptor)) {
                countTopOfStack();
            } else if (descriptor.startsWith("(Ljava/nio/ByteBuffer;)")) {
                super.visitInsn(Opcodes.DUP);
                super.visitMethodInsn(Opcodes.INVOKEVIRTUAL, "java/nio/ByteBuffer", "remaining", "()I", false);
                super.visitInsn(Opcodes.I2L);
                callMeter();
            } else if (descriptor.startsWith("([B)") || descriptor.startsWith("(I[B)")) {
                super.visitInsn(Opcodes.DUP);
                super.visitInsn(Opcodes.ARRAYLENGTH);
                super.visitInsn(Opcodes.I2L);
                callMeter();
            }
        }

        /** The last argument is the length. */
        private void countTopOfStack() {
            super.visitInsn(Opcodes.DUP);
            super.visitInsn(Opcodes.I2L);
            callMeter();
        }

        private void callMeter() {
            super.visitMethodInsn(Opcodes.INVOKESTATIC, METER, "onCopy", "(J)V", false);
        }
    }
}
